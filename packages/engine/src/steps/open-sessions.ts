/** One request opens, or finds, the sessions of a chunk of images. */
import { createHash } from "node:crypto";
import {
  type HubEncounterId,
  IdempotencyKey,
  type ImageFacts,
  type ImageFactsPatch,
  idempotencyText,
  imageFactNames,
  LandfallError,
  noFacts,
  type UploadSession,
} from "@landfall/protocol";
import { transferKind } from "../policy.ts";
import type { SyncImage } from "../ports.ts";
import { callHub, type RunContext } from "./context.ts";

export interface OpenedImage<Image extends SyncImage = SyncImage> {
  readonly image: Image;
  readonly session: UploadSession;
}

export const idempotencyKey = (hub: HubEncounterId, image: Pick<SyncImage, "sha256">): IdempotencyKey =>
  IdempotencyKey.parse(createHash("sha256").update(idempotencyText(hub, image.sha256)).digest("hex"));

/** Only what is said. */
function saidOf(facts: ImageFacts): { readonly facts?: ImageFactsPatch } {
  const said = imageFactNames.filter((name) => facts[name] !== noFacts[name]);
  return said.length > 0 ? { facts: Object.fromEntries(said.map((name) => [name, facts[name]])) } : {};
}

export async function openSessions<Image extends SyncImage>(
  context: RunContext,
  hub: HubEncounterId,
  images: readonly Image[],
): Promise<OpenedImage<Image>[]> {
  const body = {
    images: images.map((image) => ({
      idempotencyKey: idempotencyKey(hub, image),
      sha256: image.sha256,
      md5: image.md5,
      bytes: image.bytes,
      fileName: image.fileName,
      mediaType: image.mediaType,
      capturedAt: image.capturedAt,
      ...saidOf(image.facts),
      transfer: transferKind(image.bytes, context.link.bytesPerSecond()),
      ...(image.source && { source: image.source }),
    })),
  };
  const { sessions } = await callHub(context, "openSessions", (client, signal) =>
    client.openSessions({ params: { id: hub }, body }, { signal }),
  );
  const byKey = new Map(sessions.map((session) => [session.idempotencyKey, session]));
  return images.map((image, at) => {
    const session = byKey.get((body.images[at] as (typeof body.images)[number]).idempotencyKey);
    if (!session) throw new LandfallError("NOT_THE_HUB", { detail: "a session is missing in the hub's answer" });
    return { image, session };
  });
}
