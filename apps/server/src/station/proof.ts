/** Receipts to hand on, with everything a stranger needs to check them without us. */
import { reportPage, type StationDatabase } from "@landfall/db";
import { type ActivityActor, LandfallError, type ManifestId, type ProofPage, type Sha256 } from "@landfall/protocol";
import { manifestSubject, note } from "./activity.ts";
import { pinnedKeys, provenClaims } from "./report.ts";

export interface ProofRequest {
  readonly after: number;
  readonly limit: number;
  /** Only this image. */
  readonly image?: Sha256 | undefined;
}

/** NOT_FOUND for an image that no approved encounter of the manifest has. What was left out on purpose is no part of it. */
export async function proofPage(
  db: StationDatabase,
  manifest: ManifestId,
  request: ProofRequest,
  actor: ActivityActor,
): Promise<ProofPage> {
  const keys = pinnedKeys(db);
  const { items: images, next } = reportPage(db, manifest, request);
  const items: ProofPage["items"] = [];
  const unproven: ProofPage["unproven"] = [];
  for (const image of images.filter(({ state }) => state !== "skipped")) {
    const claims = await provenClaims(keys, image);
    if (claims && image.receipt) {
      const paths = image.files.map(({ root, path }) =>
        Buffer.concat([Buffer.from(root.endsWith("/") ? root : `${root}/`), path]).toString("base64"),
      );
      items.push({ sha256: claims.sha256, receipt: image.receipt, claims, paths });
    } else {
      const { sha256, state, files, fileName } = image;
      unproven.push({ filePath: files[0]?.text ?? fileName, sha256, state });
    }
  }
  if (request.image && images.length === 0)
    throw new LandfallError("NOT_FOUND", { detail: `image ${request.image} in manifest ${manifest}` });
  if (request.after === 0) {
    note(db, actor, {
      category: "proof",
      action: "proofExported",
      subject: [
        manifestSubject(db, manifest),
        ...(request.image ? [{ kind: "image" as const, id: request.image, name: null }] : []),
      ],
      detail: null,
    });
  }
  return { keys, items, unproven, next };
}
