/** Whether a picture comes from a scanner: its dates are those of the scan, not of the photograph on the table. */
import type { ExifTags } from "./exif.ts";

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
export function isScanner({
  make,
  model,
  software,
  fileSource,
}: Pick<ExifTags, "make" | "model" | "software" | "fileSource">) {
  if (fileSource === 1 || fileSource === 2) return true;
  return fileSource !== 3 && [make, model, software].some((text) => scanner.test(text));
}
