export * from "./machines/encounter.ts";
export * from "./machines/image.ts";
export * from "./machines/run.ts";
export * from "./policy.ts";
export * from "./ports.ts";
