/** Whether a picture comes from a scanner: its dates are those of the scan, not of the photograph on the table. */
import type { ExifTags } from "./exif.ts";
import type { XmpTags } from "./xmp.ts";

/** Scanners and their programs by the words in make, model and software; photographs of phones by apps that copy prints too. */
const words = [
  "scan(?:ner|jet|snap|mate|maker|wit|elite|science)?\\b",
  "canoscan",
  "coolscan",
  "silverfast",
  "vuescan",
  "photoscan",
  "camscanner",
  "genius scan",
  "digital ice",
  "epson (?:perfection|expression|gt-|v\\d{3})",
  "perfection ?v?\\d{3,4}",
  "plustek",
  "opticfilm",
  "microtek",
  "umax",
  "mustek",
  "agfa (?:snapscan|duoscan|arcus)",
  "reflecta",
  "pacific image",
  "primefilm",
  "dimage scan",
  "imacon",
  "flextight",
  "noritsu",
  "frontier",
  "pakon",
  "sp-3000",
  "ls-\\d{2,4}0? ?(?:ed)?\\b",
  "doxie",
  "flip-pal",
  "slide ?converter",
];
const scanner = new RegExp(`\\b(?:${words.join("|")})`, "i");

/** EXIF's FileSource decides where it is stated; 3 is a digital camera. */
export function isScanner(exif: ExifTags | null, xmp: XmpTags | null): boolean {
  if (exif?.fileSource === 1 || exif?.fileSource === 2) return true;
  const texts = [exif?.make, exif?.model, exif?.software, xmp?.make, xmp?.model, xmp?.creatorTool];
  return exif?.fileSource !== 3 && texts.some((text) => text !== undefined && scanner.test(text));
}

/** Whether a camera has signed the picture. Of one that nobody has, it is not known whether it was photographed or scanned. */
export const namesDevice = (exif: ExifTags | null, xmp: XmpTags | null): boolean =>
  exif?.fileSource === 3 || [exif?.make, exif?.model, xmp?.make, xmp?.model].some((text) => (text ?? "").trim() !== "");
