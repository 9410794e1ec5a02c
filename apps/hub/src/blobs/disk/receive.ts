/** Bodies on their way to the disk, with bounded memory. */
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { DiskFiles, Incoming } from "./files.ts";

export interface Announced {
  readonly bytes: number;
  /** 32 hexadecimal digits. */
  readonly md5: string;
}

/** Written together, so that a large photograph costs few system calls; also the most that waits in memory. */
const writeBytes = 2 ** 20;

/** Writes all of it; resolves to its length and MD5. */
async function pour(bytes: AsyncIterable<Buffer>, incoming: Incoming): Promise<Announced> {
  const hash = createHash("md5");
  let received = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  for await (const chunk of bytes) {
    hash.update(chunk);
    received += chunk.length;
    waiting.push(chunk);
    waitingBytes += chunk.length;
    if (waitingBytes < writeBytes) continue;
    await incoming.write(waiting);
    waiting = [];
    waitingBytes = 0;
  }
  await incoming.write(waiting);
  return { bytes: received, md5: hash.digest("hex") };
}

/** Takes the body in if it is what was announced; says what is wrong with it otherwise, and then nothing is kept. */
export async function receiveBody(
  request: IncomingMessage,
  announced: Announced,
  files: DiskFiles,
): Promise<Incoming | "IncompleteBody" | "Md5Mismatch"> {
  const incoming = await files.receive();
  try {
    // The request outlives a disk that takes no more, so that its sender is told why.
    const poured = await pour(request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>, incoming);
    if (poured.bytes === announced.bytes && request.complete) {
      if (poured.md5 === announced.md5) return incoming;
      await incoming.discard();
      return "Md5Mismatch";
    }
  } catch (error) {
    await incoming.discard();
    if (request.errored) return "IncompleteBody";
    throw error;
  }
  await incoming.discard();
  return "IncompleteBody";
}

/** Stores a stream under this name; undefined when the name is taken. */
export async function storeStream(
  bytes: AsyncIterable<Buffer>,
  name: string,
  files: DiskFiles,
): Promise<Announced | undefined> {
  const incoming = await files.receive();
  try {
    const poured = await pour(bytes, incoming);
    return (await incoming.publish(name, poured.md5)) ? poured : undefined;
  } catch (error) {
    await incoming.discard();
    throw error;
  }
}
