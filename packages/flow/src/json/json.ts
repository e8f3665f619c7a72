/** What crosses a boundary: between a flow and its tasks everything is JSON, as it is between AWS and a container. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What arrives when a function returns `T`: a missing value becomes null. */
export type Returned<T> = T extends void | undefined ? null : T;
