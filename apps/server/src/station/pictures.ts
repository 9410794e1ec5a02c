/** Small upright pictures of local images, made when they are looked at. Ids lead to files; no path is ever asked for. */
import { hash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { type FarPicture, imageSource, isGone, isImageOnOtherDrive, type StationDatabase, sources } from "@landfall/db";
import type { SourceFile } from "@landfall/engine";
import { type EncounterId, LandfallError, type Sha256 } from "@landfall/protocol";
import PQueue from "p-queue";
import type { Sharp } from "sharp";
import type { AzureSources } from "./azure-sources.ts";
import { decodeHeic, isHeic, type Pixels } from "./heic.ts";
import type { Picture } from "./port.ts";

export type PictureSize = "thumbnail" | "preview";
export type Pictures = (encounter: EncounterId, sha256: Sha256, size: PictureSize) => Promise<Picture | undefined>;

const edges = { thumbnail: 256, preview: 1600 } as const;
const quality = { thumbnail: 72, preview: 80 } as const;
/** A page shows dozens at once; a laptop has other work to do, and a large picture takes 400 MB while it is drawn. */
const atOnce = 1;
const cacheBytes = 64 * 2 ** 20;
/** A larger file is no photograph that a page could show. */
const largestFileBytes = 512 * 2 ** 20;
/** A larger blob is not downloaded to be looked at. */
const largestDownloadBytes = 32 * 2 ** 20;
/** A small file may claim to be enormous. */
const largestPixels = 100_000_000;
const longestDecodeMs = 30_000;

export function createPictures(db: StationDatabase, azure: AzureSources): Pictures {
  const kept = new Map<string, Picture>();
  const making = new Map<string, Promise<Picture | undefined>>();
  const turns = new PQueue({ concurrency: atOnce });
  let keptBytes = 0;

  const keep = (key: string, picture: Picture) => {
    kept.set(key, picture);
    keptBytes += picture.bytes.length;
    for (const [oldest, { bytes }] of kept) {
      if (keptBytes <= cacheBytes) break;
      kept.delete(oldest);
      keptBytes -= bytes.length;
    }
  };

  return async (encounter, sha256, size) => {
    const far = imageSource(db, encounter, sha256);
    const places = far ? [] : [...sources(db, encounter, sha256)];
    if (!far && places.length === 0) return undefined;
    const key = `${size}/${sha256}`;
    const found = kept.get(key);
    if (found) {
      // The latest asked for is the last to go.
      kept.delete(key);
      kept.set(key, found);
      return found;
    }
    let made = making.get(key);
    if (!made) {
      // What waits for a network holds up nothing that lies on a disk.
      const read = far ? readFar(azure, far, size) : undefined;
      const drawn = read
        ? read.then((bytes) => turns.add(async () => draw(bytes, size, size === "thumbnail" ? far?.orientation : null)))
        : undefined;
      made = (
        drawn ??
        turns.add(async () => draw(await readFirst(places, mayBeAnother(db, encounter, sha256) ? sha256 : null), size))
      ).finally(() => making.delete(key));
      making.set(key, made);
      const picture = await made;
      if (picture) keep(key, picture);
    }
    return made;
  };
}

/** Whether another photograph may lie by now where the image's file was. */
const mayBeAnother = (db: StationDatabase, encounter: EncounterId, sha256: Sha256): boolean =>
  isGone(db, encounter, sha256) || isImageOnOtherDrive(db, encounter, sha256);

async function draw(
  bytes: Buffer | undefined,
  size: PictureSize,
  orientation: number | null = null,
): Promise<Picture | undefined> {
  if (!bytes) return undefined;
  // Loaded with the first picture: a command that shows none starts without it.
  const { default: sharp } = await import("sharp");
  const fromFile = (file: Buffer, turn: number | null) => {
    const options = { limitInputPixels: largestPixels, failOn: "none", sequentialRead: true } as const;
    return toPicture(upright(sharp(file, options), turn), size);
  };
  if (isHeic(bytes)) {
    const pixels = await decodeHeic(bytes, { mostPixels: largestPixels, longestMs: longestDecodeMs });
    return pixels && toPicture(sharp(pixels.data, { raw: { ...sizeOf(pixels), channels: 4 } }), size);
  }
  const { embeddedPreviews, mediaTypeOf } = await import("@landfall/survey");
  const mediaType = await mediaTypeOf(bytes);
  const shown = mediaType?.startsWith("image/x-") ? undefined : await fromFile(bytes, orientation);
  // RAW files of some makers are TIFF files by their content, which no decoder here knows.
  if (shown || (mediaType !== "image/tiff" && !mediaType?.startsWith("image/x-"))) return shown;
  const previews = embeddedPreviews(bytes);
  for (const jpeg of previews.jpegs) {
    const own = (
      await sharp(jpeg)
        .metadata()
        .catch(() => undefined)
    )?.orientation;
    const picture = await fromFile(jpeg, own === undefined ? previews.orientation : null);
    if (picture) return picture;
  }
  return undefined;
}

const sizeOf = ({ width, height }: Pixels) => ({ width, height });

async function toPicture(picture: Sharp, size: PictureSize): Promise<Picture | undefined> {
  try {
    const edge = edges[size];
    const bytes = await picture
      .resize(edge, edge, { fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .jpeg({ quality: quality[size] })
      .toBuffer();
    return { bytes, mediaType: "image/jpeg" };
  } catch {
    // No decoder for it here, or damaged: there is nothing to show, and delivering it does not depend on that.
    return undefined;
  }
}

/** A picture that was taken out of a file says nothing of how it was held: the file did. */
function upright(picture: Sharp, orientation: number | null): Sharp {
  const turned = turns[orientation ?? 1];
  return turned === undefined ? picture.autoOrient() : picture.rotate(turned);
}
/** Degrees by EXIF orientation; mirrored ones do not come from cameras. */
const turns: Readonly<Record<number, number>> = { 3: 180, 6: 90, 8: 270 };

/** Of a blob the small picture in its head, and only when a person opens it the whole. Undefined where there is none. */
async function readFar(
  azure: AzureSources,
  { source, bytes }: FarPicture,
  size: PictureSize,
): Promise<Buffer | undefined> {
  try {
    const container = await azure.containerOf(source);
    const blob = { ...source, size: bytes };
    const { readBlobThumbnail } = await import("@landfall/survey");
    if (size === "thumbnail") return (await readBlobThumbnail(container, blob)) ?? undefined;
    return bytes > largestDownloadBytes ? undefined : await container.read(blob, 0, bytes);
  } catch (error) {
    // The container cannot be reached, or has another blob now: there is nothing to show, and the scan and the sync say why.
    if (error instanceof LandfallError) return undefined;
    throw error;
  }
}

/** @param only of these bytes; null where the scan has found the places to have them */
async function readFirst(places: readonly SourceFile[], only: Sha256 | null): Promise<Buffer | undefined> {
  for (const { path } of places) {
    const name = Buffer.from(path);
    const found = await stat(name).catch(() => undefined);
    if (!found?.isFile() || found.size > largestFileBytes) continue;
    const bytes = await readFile(name).catch(() => undefined);
    if (bytes && (only === null || hash("sha256", bytes) === only)) return bytes;
  }
  return undefined;
}
