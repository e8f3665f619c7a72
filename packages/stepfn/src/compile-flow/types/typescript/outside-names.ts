const globals = `AbortController AbortSignal Blob Buffer Event EventTarget File FormData Headers ReadableStream Request Response TextDecoder TextEncoder
URL URLSearchParams WebSocket WritableStream atob btoa clearInterval clearTimeout console crypto fetch performance process queueMicrotask require
setImmediate setInterval setTimeout`;

/**
 * Declarations for a file outside of any project, where nobody has said which types of Node there are: modules that are not found and Node's
 * global names are `any`. Without them they would be errors, and make errors of what they are used in.
 */
export const outsideNames = `declare module "*";
declare function structuredClone<T>(value: T): T;
${globals
  .split(/\s+/)
  .map((name) => `declare const ${name}: any; declare type ${name} = any;`)
  .join("\n")}
`;
