/** What a file is, by its content. Its name is asked only where content cannot tell: junk, sidecars, plain text. */
import type { Bucket, FindingCode, ReasonCode } from "@landfall/protocol";
import { isPictureType } from "../metadata/read-metadata.ts";
import { isSidecarName } from "./companions.ts";
import { extensionsOf, pictureExtensions, videos } from "./extensions.ts";
import { namedAsImage } from "./named-as-image.ts";
import { extensionOf } from "./names.ts";
import { rawTypeOf } from "./raw-signatures.ts";

export interface Kind {
  readonly bucket: Bucket;
  readonly reason: ReasonCode | null;
  readonly mediaType: string | null;
  readonly findings: readonly FindingCode[];
}

/**
 * @param head the file's first bytes, the whole file where it is small
 * @param name as text
 * @param hasOwner for a sidecar: whether its folder has the photograph or video that it belongs to
 */
export async function classify(head: Uint8Array, name: string, hasOwner = false): Promise<Kind> {
  const mediaType = await mediaTypeOf(head);
  const extension = extensionOf(name);
  const picture = mediaType !== null && isPicture(mediaType);
  if (isSidecarName(name) && (!picture || extension === "thm"))
    return hasOwner ? travelling(mediaType ?? sidecarType(extension)) : ignored("SIDECAR", mediaType);
  if (picture) {
    const findings: FindingCode[] = [];
    if (saysOtherType(extension, mediaType)) findings.push("EXTENSION_DIFFERS");
    if (!shownHere.has(mediaType)) findings.push("NO_PREVIEW");
    return { bucket: "image", reason: null, mediaType, findings };
  }
  const isPictureName = pictureExtensions.has(extension);
  const reason = mediaType === null ? reasonOfName(extension) : reasonOfType(mediaType, extension);
  if (mediaType !== null && reason === "VIDEO") return travelling(mediaType);
  if (!isPictureName) return ignored(reason, mediaType);
  const isDocument = reason === "DOCUMENT";
  return { bucket: "unreadable", reason: namedAsImage(head, mediaType, isDocument), mediaType, findings: [] };
}

/** Loaded with the first file: most commands look at none. */
let library: Promise<typeof import("file-type")> | undefined;

/** By content alone; null where it says nothing. */
export async function mediaTypeOf(head: Uint8Array): Promise<string | null> {
  library ??= import("file-type");
  const { fileTypeFromBuffer } = await library;
  return (await fileTypeFromBuffer(head))?.mime ?? rawTypeOf(head);
}

/** Delivered with the photographs of its encounter. */
const travelling = (mediaType: string): Kind => ({
  bucket: "image",
  reason: null,
  mediaType,
  findings: ["NO_PREVIEW"],
});
const sidecarType = (extension: string) =>
  extension === "xmp" || extension === "xmpsd" ? "application/rdf+xml" : "application/octet-stream";

const ignored = (reason: ReasonCode, mediaType: string | null): Kind => ({
  bucket: "ignored",
  reason,
  mediaType,
  findings: [],
});

/** Pictures without a metadata reader here; they are delivered all the same. */
const otherPictures = new Set([
  "image/vnd.ms-photo",
  "image/x-canon-crw",
  "image/x-minolta-mrw",
  "image/x-sigma-x3f",
  "image/x-kyocera-raw",
]);
const isPicture = (mediaType: string) => isPictureType(mediaType) || otherPictures.has(mediaType);

/** The types that sharp decodes, HEIC with a decoder of its own, and RAW files, which hold a picture to show. */
const shownHere = new Set([
  "image/heic",
  "image/heic-sequence",
  "image/heif",
  "image/x-canon-cr2",
  "image/x-canon-cr3",
  "image/x-nikon-nef",
  "image/x-sony-arw",
  "image/x-adobe-dng",
  "image/x-olympus-orf",
  "image/x-panasonic-rw2",
  "image/x-fujifilm-raf",
  "image/jpeg",
  "image/png",
  "image/apng",
  "image/tiff",
  "image/webp",
  "image/avif",
  "image/gif",
]);

const documents = new Set(
  `csv tsv txt json geojson xml html htm md rtf pdf doc docx odt xls xlsx xlsm ods ppt pptx odp pages numbers key
   mdb accdb sqlite sqlite3 db dbf gpx kml kmz log yaml yml toml ini cfg url shp shx prj r rds py ipynb sql tex`.split(
    /\s+/,
  ),
);
const sounds = new Set("wav mp3 m4a aac flac ogg aif aiff wma amr".split(" "));

/** A name without an extension, or with one nobody knows, says nothing. */
function saysOtherType(extension: string, mediaType: string): boolean {
  const own = extensionsOf[mediaType]?.split(" ") ?? [];
  if (own.includes(extension)) return false;
  return [pictureExtensions, documents, videos, sounds].some((known) => known.has(extension));
}

function reasonOfName(extension: string): ReasonCode {
  if (documents.has(extension)) return "DOCUMENT";
  if (videos.has(extension)) return "VIDEO";
  if (sounds.has(extension)) return "AUDIO";
  return "NOT_AN_IMAGE";
}

const documentTypes =
  /^(?:text\/|application\/(?:pdf|rtf|xml|json|x-sqlite3|x-cfb|x-ole-storage|msword|epub|x-mobi|vnd\.(?:openxml|oasis|ms-)|rdf|gpx|vnd\.google-earth))/;

function reasonOfType(mediaType: string, extension: string): ReasonCode {
  if (mediaType.startsWith("video/") || mediaType === "application/mxf") return "VIDEO";
  if (mediaType.startsWith("audio/")) return "AUDIO";
  // Ogg and ASF hold sound or pictures in motion; old Office and Access files hold anything.
  if (/^application\/(?:ogg|vnd\.ms-asf)$/.test(mediaType)) return videos.has(extension) ? "VIDEO" : "AUDIO";
  return documentTypes.test(mediaType) || documents.has(extension) ? "DOCUMENT" : "NOT_AN_IMAGE";
}
