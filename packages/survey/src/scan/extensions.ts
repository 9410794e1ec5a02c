/** Which names go with which content. */
import { extensionOf } from "./names.ts";

const rawTiffKinds = "nef nrw dng arw sr2 srf cr2 orf rw2 rwl pef srw 3fr fff iiq kdc dcr mef erf gpr raw";
const tiffKinds = `tif tiff ${rawTiffKinds}`;
/** Of RAW files that are TIFF files too. */
export const rawTiffExtensions: ReadonlySet<string> = new Set(rawTiffKinds.split(" "));

export const extensionsOf: Readonly<Record<string, string>> = {
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
export const pictureExtensions = new Set(
  Object.values(extensionsOf)
    .flatMap((list) => list.split(" "))
    .filter((extension) => extension !== "raw"),
);

export const videos: ReadonlySet<string> = new Set(
  "mp4 m4v mov avi mts m2ts mkv wmv mpg mpeg 3gp lrv insv webm mxf".split(" "),
);

/** Names that photographs and films have, also of RAW files whose ending other programs use. */
export const isPictureOrFilmName = (name: string): boolean => {
  const extension = extensionOf(name);
  return extension === "raw" || pictureExtensions.has(extension) || videos.has(extension);
};
