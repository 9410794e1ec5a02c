/** Receipts to hand on, with everything a stranger needs to check them without us. */
import { type ReportFile, type ReportImage, reportPage, type StationDatabase } from "@landfall/db";
import {
  type ActivityActor,
  LandfallError,
  type ManifestId,
  type ProofItem,
  type ProofPage,
  type Sha256,
} from "@landfall/protocol";
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
      items.push({ sha256: claims.sha256, receipt: image.receipt, claims, ...placesOf(image) });
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

/** Where its files are as they were delivered, and where they are known not to be so. */
function placesOf({ files, isGone }: ReportImage): Pick<ProofItem, "paths" | "changed" | "gone"> {
  if (isGone) return { paths: [], changed: [], gone: files.map(placeOf) };
  return {
    paths: files.filter(({ changedTo }) => changedTo === null).map(placeOf),
    changed: files.flatMap((file) =>
      file.changedTo === null ? [] : [{ path: placeOf(file), sha256: file.changedTo }],
    ),
    gone: [],
  };
}

const placeOf = ({ root, path }: ReportFile): string =>
  Buffer.concat([Buffer.from(root.endsWith("/") ? root : `${root}/`), path]).toString("base64");
