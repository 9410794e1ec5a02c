/**
 * Draws in a process of its own: a decoder that crashes on a broken file takes no hub with it, the hub's secrets are not
 * in its memory, and at low priority it leaves the processor to requests.
 */
import { setPriority } from "node:os";
import type { Drawing } from "./draw.ts";

export interface DrawRequest {
  readonly bytes: Uint8Array;
}
export type DrawAnswer = { readonly drawing: Drawing };

// Before the decoder starts its threads, which inherit it.
setPriority(10);
const { draw } = await import("./draw.ts");

process.once("disconnect", () => process.exit(0));
process.on("message", async ({ bytes }: DrawRequest) => {
  process.send?.({ drawing: await draw(bytes) } satisfies DrawAnswer);
});
