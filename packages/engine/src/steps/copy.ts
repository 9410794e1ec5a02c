/** Container → hub → `uploaded`. The hub copies; no byte of the image passes through the station. */
import { type EncounterId, LandfallError } from "@landfall/protocol";
import { copyLinkLifeMs, copyPauseMs } from "../policy.ts";
import type { FarImage } from "../ports.ts";
import { callHub, mark, type RunContext, toTrouble } from "./context.ts";
import type { OpenedImage } from "./open-sessions.ts";

/** Asks until the bytes are there. A hub that was killed meanwhile goes on, and so does a copy that Azure has in hand. */
async function untilCopied(context: RunContext, { image, session }: OpenedImage<FarImage>): Promise<void> {
  const { ports, copies, signal } = context;
  const sas = await ports.linkSource(image.source, copyLinkLifeMs(image.bytes));
  const ask = () =>
    callHub(context, "blobCopy", (hub) => hub.copy({ params: { id: session.id }, body: { sas } }, { signal }));
  for (;;) {
    await context.unpaused();
    const { state } = await copies.add(ask, { signal });
    if (state === "Uploaded") return;
    await ports.clock.sleep(copyPauseMs, signal);
  }
}

/** A link that was refused is made anew, once: it may have run out while the image stood in line. */
async function copyOrRenew(context: RunContext, opened: OpenedImage<FarImage>): Promise<void> {
  if (opened.session.state !== "Pending") return;
  try {
    await untilCopied(context, opened);
  } catch (error) {
    if (!(error instanceof LandfallError) || error.tier !== "renew") throw error;
    await untilCopied(context, opened);
  }
}

/** Resolves to whether the image may be committed; a failure is marked and told to nobody else. */
export async function copy(
  context: RunContext,
  encounter: EncounterId,
  opened: OpenedImage<FarImage>,
): Promise<boolean> {
  const { sha256, bytes } = opened.image;
  const { progress } = context.ports;
  progress.started(encounter, sha256, bytes);
  try {
    await copyOrRenew(context, opened);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof LandfallError)) throw error;
    await mark(context, encounter, [{ sha256, event: toTrouble(error, context) }]);
    return false;
  } finally {
    progress.ended(encounter, sha256);
  }
  await mark(context, encounter, [{ sha256, event: { type: "uploaded" } }]);
  return true;
}
