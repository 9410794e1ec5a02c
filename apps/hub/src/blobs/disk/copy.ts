/** The disk store copies by reading the source itself: bounded, whole or not at all. */
import { LandfallError } from "@landfall/protocol";
import { askSource } from "../../copy/source.ts";
import type { CopySource } from "../port.ts";
import type { DiskFiles } from "./files.ts";
import { storeStream } from "./receive.ts";

/** How long the source may stand still. */
const stallMs = 60_000;

const failed = (detail: string, cause?: unknown) => new LandfallError("COPY_FAILED", { detail, cause });

/** Exactly as many bytes as were announced. */
async function* bounded(body: AsyncIterable<Uint8Array>, bytes: number, alive: () => void): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const chunk of body) {
    alive();
    read += chunk.length;
    if (read > bytes) throw failed("the source sent more than its length");
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
  if (read < bytes) throw failed("the source broke off");
}

export async function copyToDisk(
  files: DiskFiles,
  name: string,
  source: CopySource,
  signal: AbortSignal,
): Promise<void> {
  if (await files.exists(name)) return;
  const stalled = new AbortController();
  const stall = () => stalled.abort();
  let timer = setTimeout(stall, stallMs);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(stall, stallMs);
  };
  try {
    const { body } = await askSource("GET", source, AbortSignal.any([signal, stalled.signal]));
    if (!body) throw failed("the source sent nothing");
    // Where the name was taken in the meantime, what stands there is looked at.
    await storeStream(bounded(body, source.bytes, alive), name, files);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LandfallError) throw error;
    throw failed(stalled.signal.aborted ? "the source stood still" : "the bytes could not be taken over", error);
  } finally {
    clearTimeout(timer);
  }
}
