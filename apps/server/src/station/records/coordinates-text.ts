/** Whether a text that a person wrote has coordinates in it, in whichever of the usual ways these are written. */

/** One sign for each meaning; `º` before NFKC, which makes a letter of it. */
const asTyped = (text: string): string =>
  text
    .replace(/[º˚]/gu, "°")
    .normalize("NFKC")
    .replace(/[′’‘´`]/gu, "'")
    .replace(/[″“”]/gu, '"')
    .replace(/[−–—‐‑]/gu, "-")
    .replace(/_/gu, " ")
    .replace(/(\d)\s*deg(?:rees?)?(?!\p{L})\.?/giu, "$1°");

const north = String.raw`(?:[NS]|north|south|nord|norte|s[uü]d|sur)(?!\p{L})`;
const east = String.raw`(?:[EWO]|east|west|ost|est|este|oeste|ouest)(?!\p{L})`;
const side = `(?:${north}|${east})`;
const start = String.raw`(?<![\p{L}\d])`;
const number = String.raw`\d{1,3}(?:[.,]\d+)?`;
const gap = String.raw`[\s,;/|]*`;

const sure = [
  // 48°36', 48.6°, N 48°, 48° 123°: a bare 270° is a heading, and 12.5 °C a temperature.
  String.raw`\d\s*°\s*(?:\d|${side})`,
  String.raw`\d[.,]\d+\s*°(?!\s*[CF](?!\p{L}))`,
  String.raw`${start}(?:${north}|${east}|[NSEW])\s*${number}\s*°(?!\s*[CF](?!\p{L}))`,
  String.raw`\d\s*°[\s,;/|]+[-+]?\d{1,3}\s*°`,
  // 48 36.7', 48 36 44 N, 48:36:44 N
  String.raw`(?<![\d.-])\d{1,3}\s+\d{1,2}(?:[.,]\d+)?\s*'`,
  String.raw`(?<![\d.:-])\d{1,3}\s+\d{1,2}(?:\s+\d{1,2}(?:[.,]\d+)?)?['"\s]*[NSEW](?!\p{L})`,
  String.raw`(?<![\d.:-])\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d+)?\s*[NSEW](?!\p{L})`,
  // 48N 123W, N48 W123
  String.raw`(?<![\d.-])\d{1,5}\s*[NS]${gap}\d{1,5}\s*[EWO](?!\p{L})`,
  String.raw`${start}[NS]\s*\d{2}(?!\d)${gap}[EWO]\s*\d{2,3}(?!\d)`,
  // N48.6, N 48 36.7, S2.125
  String.raw`${start}[NSEW]\s*:?\s*(?:\d{2,3}[.,]\d|\d[.,]\d{3}|\d{1,3}[\s-]+\d{1,2}[.,]\d)`,
  // lat 48, longitude: -123, long=-123
  String.raw`(?<!\p{L})(?:lat|lon|lng|latitude?|longitude?|breitengrad|l[aä]ngengrad)\.?\s*[:=]?\s*[-+]?\d{1,3}(?!\d)`,
  String.raw`(?<!\p{L})long\.?\s*[:=]\s*[-+]?\d{1,3}(?!\d)`,
  // 10U 484512 5384210 (UTM)
  String.raw`(?<!\d)(?:[1-9]|[1-5]\d|60)\s?[C-HJ-NP-X]\s+\d{6}(?:\.\d+)?\s*(?:m?E)?[\s,]+\d{6,7}(?!\d)`,
].map((source) => new RegExp(source, "iu"));

/** 48.6 N, 4836.738,N: `2.5 s` is a time, and `2.5 w calf` a way to write. */
const decimalAtSide = new RegExp(
  String.raw`\d[.,]\d+\s*,?\s*(?:[NSEWO]|north|south|east|west|North|South|East|West)(?!\p{L})|\d[.,]\d{3,}\s*${side}`,
  "u",
);
const smallSide = /\d{2}[.,]\d+\s*[new](?!\p{L})/u;

const pair = /(?<![\d.,])([-+]?)(\d{1,3})([.,])(\d+)(?:\s*[,;/|]\s*|\s+)([-+]?)(\d{1,3})([.,])(\d+)(?![.,]?\d)/gu;
const units = /^\s*(?:%|(?:[cmk]?m|nm|nmi|kn|kts?|k?g|h|hrs?|min|s|sec|ft|°\s*[CF]|m\/s|km\/h)(?!\p{L}))/iu;

/** 48.6123,-123.2234; 48,612 -123,223; 48.6, -123.2; not 10.30 11.45, which are times, nor 12,15, 18,20, which are animals. */
function isPair(text: string): boolean {
  for (const found of text.matchAll(pair)) {
    const [whole, , one = "", firstPoint, first = "", sign, other = "", secondPoint, second = ""] = found;
    const [least = 0, most = 0] = [Number(`${one}.${first}`), Number(`${other}.${second}`)].sort((a, b) => a - b);
    const digits = Math.min(first.length, second.length);
    const isOnEarth = least <= 90 && most <= 180;
    const isByComma = firstPoint === "," || secondPoint === ",";
    if (!isOnEarth || (isByComma && digits < 3)) continue;
    if (digits >= 3) return true;
    if (units.test(text.slice(found.index + whole.length))) continue;
    if (sign || found[1] || most > 90 || (digits === 2 && most >= 32)) return true;
  }
  return false;
}

const alone = /(?<![\d.,])([-+]?)(\d{1,3})([.,])(\d{3,})(?![.,]?\d)/gu;

/** As many digits as nobody weighs or measures with. `07.2024` is a month, and 12.500 may be a count. */
function isFine(text: string): boolean {
  for (const found of text.matchAll(alone)) {
    const [whole, , degrees = "", point, digits = ""] = found;
    const isMonth = Number(degrees) >= 1 && Number(degrees) <= 12 && /^(?:19|20)\d\d$/.test(digits);
    if (Number(degrees) > 180 || isMonth) continue;
    if (digits.length >= 4) return true;
    const isCountOrMeasure =
      point === "," || digits.endsWith("00") || /^\s*[%\p{L}]/u.test(text.slice(found.index + whole.length));
    if (Number(degrees) >= 10 && !isCountOrMeasure) return true;
  }
  return false;
}

/**
 * Decimal degrees, degrees and minutes, degrees, minutes and seconds, with or without signs for them, and UTM. In doubt it
 * has; not so counts, measures, headings, temperatures, dates and times.
 */
export function hasCoordinates(text: string): boolean {
  const typed = asTyped(text);
  if (!/\d/.test(typed)) return false;
  return (
    sure.some((form) => form.test(typed)) ||
    decimalAtSide.test(typed) ||
    smallSide.test(typed) ||
    isPair(typed) ||
    isFine(typed)
  );
}
