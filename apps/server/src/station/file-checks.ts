/** Looks whether files are still as they were scanned, before they are approved. Nothing is read of one that has its size and time. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import {
  type FileResult,
  type ImageToCheck,
  imagesToCheck,
  type ScannedPlace,
  type StationDatabase,
  sources,
  storeFileChecks,
} from "@landfall/db";
import type { EncounterId, FileChecks, Sha256 } from "@landfall/protocol";
import { keptTime } from "@landfall/survey";

/** More would fill the threads that every reading shares. */
const atOnce = 3;
/** A share over a network that does not answer is away. */
const longestMs = 5_000;

type Roots = Map<string, Promise<boolean>>;

/** Once per root and check: an empty mount point is a drive that is away. */
function isHere({ root }: Pick<ScannedPlace, "root">, roots: Roots): Promise<boolean> {
  const key = root.toString("latin1");
  const known = roots.get(key);
  if (known) return known;
  const entries = readdir(root).then(
    (names) => names.length > 0,
    () => false,
  );
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, longestMs, false).unref());
  const found = Promise.race([entries, late]);
  roots.set(key, found);
  return found;
}

/** Undefined where it cannot be read. */
export async function sha256Of(path: Buffer): Promise<Sha256 | undefined> {
  const hash = createHash("sha256");
  try {
    for await (const part of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(part as Buffer);
  } catch {
    return undefined;
  }
  return hash.digest("hex") as Sha256;
}

async function lookAt(place: ScannedPlace, sha256: string, roots: Roots): Promise<FileResult> {
  if (!(await isHere(place, roots))) return "away";
  const result = await compare(place, sha256);
  // What lies there now is of the other drive.
  return place.isOnOtherDrive && result !== "same" ? "away" : result;
}

async function compare(place: ScannedPlace, sha256: string): Promise<FileResult> {
  const found = await stat(place.path, { bigint: true }).catch(() => undefined);
  if (!found) return "missing";
  if (!found.isFile() || found.size !== BigInt(place.size)) return "changed";
  if (keptTime(found.mtimeNs) === place.mtimeNs) return "same";
  // A copy of a folder has other times and the same photographs.
  return (await sha256Of(place.path)) === sha256 ? "same" : "changed";
}

/** What says most comes first: one place with the right bytes is enough. */
const telling: readonly FileResult[] = ["same", "changed", "away", "missing"];

async function checkImage(db: StationDatabase, image: ImageToCheck, roots: Roots): Promise<FileResult> {
  const results: FileResult[] = [];
  for (const place of image.places) {
    const result = await lookAt(place, image.sha256, roots);
    if (result === "same") return "same";
    results.push(result);
  }
  if (await isElsewhere(db, image)) return "same";
  const result = telling.find((each) => results.includes(each)) ?? "missing";
  // Where it lay, another picture may lie by now.
  return image.isGone || (image.isDelivered && result === "missing") ? "gone" : result;
}

/** Where another scan has found it: it was moved or renamed, and is sent from there. */
async function isElsewhere(db: StationDatabase, { encounter, sha256, places }: ImageToCheck): Promise<boolean> {
  const own = new Set(places.map(({ path }) => path.toString("latin1")));
  for (const { path } of sources(db, encounter, sha256)) {
    const other = Buffer.from(path);
    if (own.has(other.toString("latin1"))) continue;
    const isFile = await stat(other).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile && (await sha256Of(other)) === sha256) return true;
  }
  return false;
}

/** Looks at the files of these encounters and stores what it finds. Encounters that are gone meanwhile are left out. */
export async function checkFiles(db: StationDatabase, encounters: readonly EncounterId[]): Promise<FileChecks> {
  const roots: Roots = new Map();
  const tally = { images: 0, changed: 0, missing: 0, away: 0, gone: 0 };
  const inHand: EncounterId[] = [...encounters];
  const work = async () => {
    for (let id = inHand.shift(); id !== undefined; id = inHand.shift()) {
      const results: { image: ImageToCheck; result: FileResult }[] = [];
      for (const image of imagesToCheck(db, id)) {
        const result = await checkImage(db, image, roots);
        results.push({ image, result });
        tally.images += 1;
        if (result !== "same") tally[result] += 1;
      }
      storeFileChecks(db, results);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return tally;
}
