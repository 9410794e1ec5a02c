export { type HubAdmin, openAdmin } from "./admin.ts";
export type { BlobsChoice } from "./blobs/open.ts";
export { type HubOptions, type RunningHub, startHub } from "./compose.ts";
export type { KeySummary } from "./store/keys.ts";
