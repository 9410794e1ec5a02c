/** Results go to standard output, everything that only accompanies them to standard error. */
import { stripVTControlCharacters } from "node:util";

export interface Output {
  readonly json: boolean;
  /** The result of the command: one JSON object on the last line, or lines for a person. */
  readonly result: (value: object, lines: readonly string[]) => void;
  /** A line on standard error. */
  readonly note: (line: string) => void;
}

/** File names are text: nothing in them may move the cursor or change colours. */
export const plain = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "�");

export const createOutput = (json: boolean): Output => ({
  json,
  result: (value, lines) => {
    console.log(json ? JSON.stringify(value) : lines.map(plain).join("\n"));
  },
  note: (line) => console.error(plain(line)),
});

/** `1 image`, `1,204 images`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** `5 images, 1 left out`: those that count first. */
export const countedImages = (images: number, leftOut: number): string =>
  `${counted(images, "image")}${leftOut > 0 ? `, ${leftOut.toLocaleString("en")} left out` : ""}`;

const units = ["B", "kB", "MB", "GB", "TB"] as const;

const stepOf = (bytes: number): number =>
  bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);

/** `950 B`, `1.2 MB`; decimal units. */
export function size(bytes: number): string {
  const step = stepOf(bytes);
  const value = bytes / 1000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}

/** `3.1 of 11.7 MB`: both in the unit of the whole. */
export function partOfSize(done: number, total: number): string {
  const whole = size(total);
  const part = done / 1000 ** stepOf(total);
  return `${whole.includes(".") ? part.toFixed(1) : Math.round(part)} of ${whole}`;
}

/** `2024-07-15 18:04`: in this machine's time. */
export function localTime(instant: string): string {
  const at = new Date(instant);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** How to take back what was just done; nothing where nothing changed. */
export const undoLine = (undo: string | null): string[] => (undo === null ? [] : [`Undo: landfall undo ${undo}`]);
