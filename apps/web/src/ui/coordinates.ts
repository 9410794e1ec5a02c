/** Coordinates as people write them: `53.1672, −129.352`, `53.1672 N 129.352 W`, `53°10'02"N 129°21'07"W`. */
export interface Coordinates {
  readonly decimalLatitude: number;
  readonly decimalLongitude: number;
}

const part = String.raw`([NSEW])?\s*([+-]?\d+(?:\.\d+)?)\s*°?\s*(?:(\d+(?:\.\d+)?)\s*['’′]\s*)?(?:(\d+(?:\.\d+)?)\s*(?:["”″]|'')\s*)?([NSEW])?`;
const pair = new RegExp(String.raw`^${part}\s*[,;\s]\s*${part}$`, "i");

function toDegrees(groups: readonly (string | undefined)[], negative: "S" | "W"): number | undefined {
  const [before, whole = "", minutes = "0", seconds = "0", after] = groups;
  const letter = (before ?? after)?.toUpperCase();
  const allowed = negative === "S" ? ["N", "S"] : ["E", "W"];
  if ((before && after) || (letter && !allowed.includes(letter))) return undefined;
  if (Number(minutes) >= 60 || Number(seconds) >= 60) return undefined;
  const size = Math.abs(Number(whole)) + Number(minutes) / 60 + Number(seconds) / 3600;
  const isNegative = whole.startsWith("-") || letter === negative;
  const limit = negative === "S" ? 90 : 180;
  if (size > limit) return undefined;
  return Number(((isNegative ? -1 : 1) * size).toFixed(6));
}

/** `undefined` where the text is not a latitude and a longitude on the earth. */
export function parseCoordinates(text: string): Coordinates | undefined {
  const match = pair.exec(text.trim().replaceAll("−", "-"));
  if (!match) return undefined;
  const decimalLatitude = toDegrees(match.slice(1, 6), "S");
  const decimalLongitude = toDegrees(match.slice(6, 11), "W");
  return decimalLatitude === undefined || decimalLongitude === undefined
    ? undefined
    : { decimalLatitude, decimalLongitude };
}
