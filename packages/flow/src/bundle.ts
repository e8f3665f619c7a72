export { bundleTasks, type BundleOptions, type Esbuild, type TasksBundle } from "./bundle/bundle-tasks.ts";
export { type DockerfileOptions, toDockerfile } from "./bundle/to-dockerfile.ts";
export { writeDockerfile, type WrittenDockerfile } from "./bundle/write-dockerfile.ts";
