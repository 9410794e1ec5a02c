/** What survey takes and gives. */
export type * from "./group-ports.ts";
export type * from "./path-ports.ts";
export * from "./scan-ports.ts";
export type * from "./source-ports.ts";
