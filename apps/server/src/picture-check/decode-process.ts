/**
 * Decodes pictures in a process of its own: a decoder that crashes on a broken file takes no station with it, and at the lowest
 * priority it leaves the processor to everything else.
 */
import { readFile } from "node:fs/promises";
import { setPriority } from "node:os";
import type { DecodedPicture } from "@landfall/db";

export interface DecodeRequest {
  readonly path: Uint8Array;
  /** Only the picture inside it can be decoded. */
  readonly isRaw: boolean;
}
export interface DecodeAnswer {
  /** Null where the file cannot be read. */
  readonly picture: DecodedPicture | null;
}

// Before the decoder starts its threads, which inherit it.
setPriority(19);
const { decode, isTooLarge } = await import("./decode.ts");

async function answer(path: Buffer, isRaw: boolean): Promise<DecodedPicture | null> {
  try {
    if (await isTooLarge(path)) return { result: isRaw ? null : "unchecked", look: null };
    return await decode(await readFile(path), isRaw);
  } catch {
    return null;
  }
}

process.once("disconnect", () => process.exit(0));
process.on("message", async ({ path, isRaw }: DecodeRequest) => {
  process.send?.({ picture: await answer(Buffer.from(path), isRaw) } satisfies DecodeAnswer);
});
