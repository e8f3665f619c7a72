/** Pictures of compiled flows; apart, because the layout of graphs is loaded with them. */
export { readPicture } from "./compile-flow/picture/read-picture.ts";
export type { Picture } from "./compile-flow/picture/read-picture.ts";
export { toMermaid } from "./compile-flow/picture/to-mermaid.ts";
export { toSvg } from "./compile-flow/picture/to-svg.ts";
