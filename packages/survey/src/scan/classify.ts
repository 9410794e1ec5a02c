/** What a file is, by its content. Its name is asked only where content cannot tell: junk, sidecars, plain text. */
import type { Bucket, FindingCode, ReasonCode } from "@landfall/protocol";
import { fileTypeFromBuffer } from "file-type";
import { isPictureType } from "../metadata/read-metadata.ts";
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
 */
export async function classify(head: Uint8Array, name: string): Promise<Kind> {
  const mediaType = (await fileTypeFromBuffer(head))?.mime ?? rawTypeOf(head);
  const extension = extensionOf(name);
  const picture = mediaType !== null && isPicture(mediaType);
  if (sidecars.has(extension) && (!picture || extension === "thm")) return ignored("SIDECAR", mediaType);
  if (picture) {
    const findings: FindingCode[] = [];
    if (saysOtherType(extension, mediaType)) findings.push("EXTENSION_DIFFERS");
    if (!shownHere.has(mediaType)) findings.push("NO_PREVIEW");
    return { bucket: "image", reason: null, mediaType, findings };
  }
  const isPictureName = pictureExtensions.has(extension);
  if (mediaType === null)
    return isPictureName
      ? { bucket: "unreadable", reason: "DAMAGED", mediaType: null, findings: [] }
      : ignored(reasonOfName(extension), null);
  return ignored(reasonOfType(mediaType, extension), mediaType, isPictureName ? ["EXTENSION_DIFFERS"] : []);
}

const ignored = (reason: ReasonCode, mediaType: string | null, findings: FindingCode[] = []): Kind => ({
  bucket: "ignored",
  reason,
  mediaType,
  findings,
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

/** The types that the prebuilt sharp decodes. */
const shownHere = new Set([
  "image/jpeg",
  "image/png",
  "image/apng",
  "image/tiff",
  "image/webp",
  "image/avif",
  "image/gif",
]);

const tiffKinds = "tif tiff nef nrw dng arw sr2 srf cr2 orf rw2 rwl pef srw 3fr fff iiq kdc dcr mef erf gpr raw";
const extensionsOf: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg jpeg jpe jfif jif mpo insp",
  "image/png": "png apng",
  "image/apng": "png apng",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/bmp": "bmp dib",
  "image/heic": "heic heif hif",
  "image/heic-sequence": "heic heics heif hif",
  "image/heif": "heif heic hif avif",
  "image/heif-sequence": "heif heifs heic hif",
  "image/avif": "avif avifs heif hif",
  "image/jxl": "jxl",
  "image/jp2": "jp2 j2k jpf jpx",
  "image/jpx": "jpx jpf jp2",
  "image/vnd.ms-photo": "jxr wdp hdp",
  "image/tiff": tiffKinds,
  "image/x-canon-cr2": "cr2",
  "image/x-canon-cr3": "cr3",
  "image/x-canon-crw": "crw",
  "image/x-minolta-mrw": "mrw",
  "image/x-sigma-x3f": "x3f",
  "image/x-kyocera-raw": "raw",
  "image/x-nikon-nef": "nef nrw",
  "image/x-sony-arw": "arw sr2 srf",
  "image/x-adobe-dng": "dng",
  "image/x-olympus-orf": "orf",
  "image/x-panasonic-rw2": "rw2 rwl raw",
  "image/x-fujifilm-raf": "raf",
};
const pictureExtensions = new Set(
  Object.values(extensionsOf)
    .flatMap((list) => list.split(" "))
    .filter((extension) => extension !== "raw"),
);

const sidecars = new Set("xmp thm aae pp3 dop cos nksc vrd on1 acr xmpsd".split(" "));
const documents = new Set(
  `csv tsv txt json geojson xml html htm md rtf pdf doc docx odt xls xlsx xlsm ods ppt pptx odp pages numbers key
   mdb accdb sqlite sqlite3 db dbf gpx kml kmz log yaml yml toml ini cfg url shp shx prj r rds py ipynb sql tex`.split(
    /\s+/,
  ),
);
const videos = new Set("mp4 m4v mov avi mts m2ts mkv wmv mpg mpeg 3gp lrv insv webm mxf".split(" "));
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
