/** What a time in a sheet is counted from: `Z`, `UTC+2`, `-07:00` behind it or in the title of its column. Pure. */

/** `Z` for UTC itself, else `+02:00`, `-07:00`. */
export type UtcOffset = string;

const figures = String.raw`(UTC|GMT)?\s*([+\-−])(\d{1,2})(?::?(\d{2}))?`;
const behind = new RegExp(String.raw`^(.*?\d(?:\s*[ap]\.?m\.?)?)\s*(?:(Z|UTC|GMT|zulu)|${figures})$`, "i");
const inTitle = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${figures}(?!\p{N})|(UTC|GMT|zulu)(?![\p{L}\p{N}]))`, "iu");
const clock = /(?:^|[T\s,])\d{1,2}:\d{2}(:\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?$/i;

/** @returns the text without what says its offset; null where none is stated */
export function splitOffset(text: string): { readonly rest: string; readonly offset: UtcOffset | null } {
  const written = text.trim();
  const [, rest = "", isUtc, word, sign, hours, minutes] = behind.exec(written) ?? [];
  if (isUtc !== undefined) return { rest, offset: "Z" };
  const time = clock.exec(rest);
  // `09:00-11:00` is a range: figures with a minus are an offset where a word says so, behind seconds and in `…T09:00-07:00`.
  const isOffset = word !== undefined || sign === "+" || time?.[1] !== undefined || time?.[0].startsWith("T") === true;
  const offset = time && isOffset ? toOffset(sign, hours, minutes) : null;
  return offset === null ? { rest: written, offset } : { rest, offset };
}

/** Of `Time (UTC)`, `Start GMT-7`. @returns null where the title of a column says nothing of it */
export function offsetOfTitle(title: string): UtcOffset | null {
  const [, word, sign, hours, minutes, isUtc] = inTitle.exec(title) ?? [];
  if (isUtc !== undefined) return "Z";
  return word === undefined ? null : toOffset(sign, hours, minutes);
}

/** Null for what no clock on earth is set to. */
function toOffset(sign = "", hours = "", minutes = "00"): UtcOffset | null {
  if (hours === "" || Number(hours) > 14 || Number(minutes) % 15 !== 0 || Number(minutes) > 45) return null;
  if (Number(hours) === 0 && Number(minutes) === 0) return "Z";
  return `${sign === "+" ? "+" : "-"}${hours.padStart(2, "0")}:${minutes}`;
}
