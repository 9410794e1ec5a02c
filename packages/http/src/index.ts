export * from "./app.ts";
export * from "./listen.ts";
export * from "./mount.ts";
export * from "./redact.ts";
