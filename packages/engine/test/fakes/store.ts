/** A blob store in memory, as the fake hub shows it. */
import { LandfallError, type Sha256 } from "@landfall/protocol";
import type { PutBlob, PutBlock, PutBlockList } from "../../src/index.ts";
import type { FakeHub } from "./hub.ts";

/** What the station puts there, whole or in blocks. */
export function fakeStore(hub: Pick<FakeHub, "blobs" | "staged" | "calls" | "fault" | "lostReply">) {
  const putBlob: PutBlob = async (target, body, { signal, onSent }) => {
    const sha256 = new URL(target.url).pathname.slice(1) as Sha256;
    hub.calls.push(`put ${sha256}`);
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    const error = hub.fault("put", sha256);
    if (error) throw error;
    onSent(body.bytes);
    if (hub.blobs.has(sha256)) throw new LandfallError("BLOB_EXISTS");
    hub.blobs.set(sha256, "held");
    const lost = hub.lostReply("put", sha256);
    if (lost) throw lost;
  };
  const putBlock: PutBlock = async (target, block, { signal, onSent }) => {
    const sha256 = new URL(target.url).pathname.slice(1) as Sha256;
    hub.calls.push(`block ${block.id}`);
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    const error = hub.fault("block", sha256);
    if (error) throw error;
    onSent(block.bytes.length);
    hub.staged.set(sha256, [...(hub.staged.get(sha256) ?? []), block.id]);
    const lost = hub.lostReply("block", sha256);
    if (lost) throw lost;
  };
  const putBlockList: PutBlockList = async (target, ids) => {
    const sha256 = new URL(target.url).pathname.slice(1) as Sha256;
    hub.calls.push("blocklist");
    const error = hub.fault("blocklist", sha256);
    if (error) throw error;
    if (hub.blobs.has(sha256)) throw new LandfallError("BLOB_EXISTS");
    if (!ids.every((id) => hub.staged.get(sha256)?.includes(id))) throw new LandfallError("BLOCKS_GONE");
    hub.blobs.set(sha256, "held");
    const lost = hub.lostReply("blocklist", sha256);
    if (lost) throw lost;
  };
  return { putBlob, putBlock, putBlockList };
}
