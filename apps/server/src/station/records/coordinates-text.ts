/** Whether a text that a person wrote has coordinates in it, in whichever of the usual ways these are written. */

/** One sign for each meaning, before NFKC makes letters, digits and spaces of some of them. */
const asTyped = (text: string): string =>
  text
    .replace(/[º˚∘⁰ᵒ]/gu, "°")
    .replace(/[′’‘´`ʹʼ‵]/gu, "'")
    .replace(/[″“”ʺ]/gu, '"')
    .replace(/[−–—‐‑]/gu, "-")
    .normalize("NFKC")
    .replace(/_/gu, " ")
    .replace(/(\d)\s*deg(?:rees?)?(?!\p{L})\.?/giu, "$1°");

const north = String.raw`(?:[NS]|north|south|nord|norte|s[uü]d|sur)(?!\p{L})`;
const east = String.raw`(?:[EWO]|east|west|ost|est|este|oeste|ouest)(?!\p{L})`;
const side = `(?:${north}|${east})`;
const start = String.raw`(?<![\p{L}\d])`;
const number = String.raw`\d{1,3}(?:[.,]\d+)?`;
const gap = String.raw`[\s,;/|]*`;
const zone = String.raw`(?:0?[1-9]|[1-5]\d|60)\s?[C-HJ-NP-X]`;
const easting = String.raw`0?\d{3}[ ,]?\d{3}(?:\.\d+)?`;
const northing = String.raw`(?:0?\d[ ,]?)?\d{3}[ ,]?\d{3}(?:\.\d+)?`;
const plusDigit = "[2-9CFGHJMPQRVWX]";
const month = "jan|feb|mar|apr|may|jun|jul|sep|dec|dez|ene|fev|set|hrs";

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
  // 48N 123W, 483100N 1231230W, N48 W123, N48 31 W123 12
  String.raw`(?<![\d.-])\d{1,7}\s*[NS]${gap}\d{1,7}\s*[EWO](?!\p{L})`,
  String.raw`${start}[NS]\s*\d{2}(?!\d)${gap}[EWO]\s*\d{2,3}(?!\d)`,
  String.raw`${start}[NS]\s*\d{1,2}(?:[\s:-]+\d{1,2}){1,2}${gap}[EWO]\s*\d{1,3}[\s:-]+\d`,
  // 48N31.0, 48o 31.0, 48*31.0, 48d31m, 4831.0 12312.5
  String.raw`${start}\d{1,3}(?:[NSEW]|\s?[o*]\s?)\d{1,2}[.,]\d`,
  String.raw`${start}\d{2,3}d\s*\d{1,2}(?:[.,]\d+)?\s*[m']`,
  String.raw`${start}\d{4}\.\d+${gap}-?\d{5}\.\d`,
  // N48.6, N 48 36.7, S2.125
  String.raw`${start}[NSEW]\s*:?\s*(?:\d{2,3}[.,]\d|\d[.,]\d{3}|\d{1,3}[\s-]+\d{1,2}[.,]\d)`,
  // lat 48, longitude: -123, long=-123
  String.raw`(?<!\p{L})(?:lat|lon|lng|latitude?|longitude?|breitengrad|l[aä]ngengrad)\.?\s*[:=]?\s*[-+]?\d{1,3}(?!\d)`,
  String.raw`(?<!\p{L})long\.?\s*[:=]\s*[-+]?\d{1,3}(?!\d)`,
  // UTM: 10U 0484512 5384210, 484512mE 5384210mN, E484512 N5384210, 484512 5384210
  String.raw`(?<!\d)${zone}\s+${easting}\s*m?\s*E?${gap}${northing}(?!\d)`,
  String.raw`(?<![\p{L}\d])${easting}\s*m?\s*E${gap}${northing}\s*m?\s*N(?!\p{L})`,
  String.raw`(?<![\p{L}\d])E(?:asting)?[\s:=]*${easting}${gap}N(?:orthing)?[\s:=]*${northing}(?!\d)`,
  String.raw`(?<![\p{L}\d])N(?:orthing)?[\s:=]*${northing}${gap}E(?:asting)?[\s:=]*${easting}(?!\d)`,
  String.raw`(?<![\p{L}\d.])0?\d{6}(?:\.\d+)?${gap}\d{7}(?:\.\d+)?(?![\p{L}\d])`,
  // MGRS: 10U DU 83000 74000, 10UDU8374; 15 Jul 2024 1030 is a time
  String.raw`(?<![\p{L}\d])(?!\d+\s?(?:${month}))${zone}\s?[A-HJ-NP-Z]{2}\s?(?:\d{5}\s?\d{5}|\d{4}\s?\d{4}|\d{3}\s?\d{3})(?!\d)`,
  String.raw`(?<![\p{L}\d])(?!\d+(?:${month}))\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z]{2}\d{4}(?!\d)`,
  // Plus codes: 84VVHR5X+Q2, HR5X+Q2
  String.raw`(?<![\p{L}\d])(?=[\d+]*[C-X])${plusDigit}{4,8}\+${plusDigit}{2,3}(?![\p{L}\d])`,
  // what3words, links to maps, geo:48,-123
  String.raw`///\s*[\p{L}\p{M}'-]+[.。・][\p{L}\p{M}'-]+[.。・]\p{L}`,
  String.raw`(?:goo\.gl|google\.[a-z.]+/maps|w3w\.co|what3words\.com|plus\.codes|osm\.org|openstreetmap\.org|waze\.com|caltopo\.com)/`,
  String.raw`(?:https?://|www\.)\S*(?<!\p{L})maps?(?!\p{L})`,
  String.raw`(?<!\p{L})(?:maps|geo)(?::|\.\p{L}+\.\p{L})\s*\S`,
].map((source) => new RegExp(source, "iu"));

/** 48.6 N, 4836.738,N: `2.5 s` is a time, and `2.5 w calf` a way to write. */
const decimalAtSide = new RegExp(
  String.raw`\d[.,]\d+\s*,?\s*(?:[NSEWO]|north|south|east|west|North|South|East|West)(?!\p{L})|\d[.,]\d{3,}\s*${side}`,
  "u",
);
const smallSide = /\d{2}[.,]\d+\s*[new](?!\p{L})/u;

const pair = /(?<![\d.,])([-+]?)(\d{1,3})([.,])(\d+)(\s*[,;/|]\s*|\s+)([-+]?)(\d{1,3})([.,])(\d+)(?![.,]?\d)/gu;
const units = /^\s*(?:%|(?:[cmk]?m|nm|nmi|kn|kts?|k?g|h|hrs?|min|s|sec|ft|°\s*[CF]|m\/s|km\/h)(?!\p{L}))/iu;

/**
 * 48.6123,-123.2234; 48,612 -123,223; 48.6, -123.2; 48,5 -123,2; not 10.30 11.45, which are times, nor 12,15, 18,20, which
 * are animals.
 */
function isPair(text: string): boolean {
  for (const found of text.matchAll(pair)) {
    const [whole, , one = "", firstPoint, first = "", between = "", sign, other = "", secondPoint, second = ""] = found;
    const [least = 0, most = 0] = [Number(`${one}.${first}`), Number(`${other}.${second}`)].sort((a, b) => a - b);
    const digits = Math.min(first.length, second.length);
    const isOnEarth = least <= 90 && most <= 180;
    const isByComma = firstPoint === "," || secondPoint === ",";
    if (!isOnEarth || (isByComma && digits < 3 && between.includes(","))) continue;
    if (digits >= 3) return true;
    if (units.test(text.slice(found.index + whole.length))) continue;
    if (sign || found[1] || most > 90 || (digits === 2 && most >= 32 && !isByComma)) return true;
  }
  return false;
}

const parted = String.raw`[-+]?(\d{1,3})([\s:-]\s?)([0-5]?\d)(?:\SEP([0-5]?\d))?([.,]\d+)?`;
const minutes = new RegExp(
  String.raw`(?<![\p{L}\d.:]|\d-)${parted.replace("SEP", "2")}(\s*[,;/|]\s*|\s+)${parted.replace("SEP", "8")}(?![\p{L}\d:-])`,
  "gu",
);

/**
 * 48 31.0, 123 12.5; 48-31.0 123-12.5; 48:31:00, 123:12:30; 48 31 00 123 12 30. Not 10:30:12 11:45:00 nor 15-07-24 16-07-24,
 * which are times and dates, nor 46-12 47-13, which are animals.
 */
function isInMinutes(text: string): boolean {
  for (const found of text.matchAll(minutes)) {
    const [whole, d1 = "", by = "", m1, s1, f1, between = "", d2 = "", by2, m2, s2, f2] = found;
    const [least = 0, most = 0] = [Number(d1), Number(d2)].sort((a, b) => a - b);
    if (least > 90 || most > 180 || by !== by2 || units.test(text.slice(found.index + whole.length))) continue;
    const areSeconds = s1 !== undefined && s2 !== undefined;
    const areFine = f1 !== undefined && f2 !== undefined;
    if (by.includes(":") ? most > 24 : areFine) return true;
    const couldBeDates = Number(m1) <= 12 && Number(m2) <= 12 && least <= 99 && most <= 99;
    if (by.includes("-") ? areSeconds && !couldBeDates : most > 90 && (areSeconds || /[,;/|]/.test(between)))
      return true;
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
 * Decimal degrees, degrees and minutes, degrees, minutes and seconds, with or without signs for them, UTM, MGRS, plus codes,
 * what3words and links to maps. In doubt it has; not so counts, measures, headings, temperatures, dates and times.
 */
export function hasCoordinates(text: string): boolean {
  const typed = asTyped(text);
  return (
    sure.some((form) => form.test(typed)) ||
    decimalAtSide.test(typed) ||
    smallSide.test(typed) ||
    isPair(typed) ||
    isInMinutes(typed) ||
    isFine(typed)
  );
}
