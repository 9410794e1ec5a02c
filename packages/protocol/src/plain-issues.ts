/** What is wrong with a value, as a sentence for the person who wrote it: what was written, and what may be. */
import type { z } from "zod";

export interface PlainIssue {
  /** Names and places in the value, joined by dots; empty for the whole. */
  readonly path: string;
  /** Without a full stop. */
  readonly message: string;
}

type Raw = z.core.$ZodRawIssue;
type Parsed<T> = { success: true; data: T } | { success: false; issues: readonly [PlainIssue, ...PlainIssue[]] };

/** Parses; where a schema has no words of its own, ours stand in for the library's. */
export function parsePlainly<T extends z.ZodType>(schema: T, value: unknown): Parsed<z.output<T>> {
  const parsed = schema.safeParse(value, { error: plainMessage, reportInput: true });
  if (parsed.success) return parsed;
  const [first, ...more] = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  return { success: false, issues: [first ?? { path: "", message: "It cannot be understood" }, ...more] };
}

/** For the ends of a number's range, so that either says the whole of it. */
export const within = (least: number, most: number) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    `${shown(input)} is out of range: write a number from ${least} to ${most}`,
});

/** The same of a rate, which people write in bits: `4 kbit/s is out of range: write a rate from …`. */
export const rateWithin = (words: string) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    `${typeof input === "number" ? `${input / 1000} kbit/s` : shown(input)} is out of range: write a rate ${words}`,
});

/** Nothing that is secret is said again: errors are shown, and kept in logs. */
const secret = /key|sas|connectionString|token|secret|password|code/i;

const isSecret = ({ path }: Raw): boolean => path?.some((part) => secret.test(String(part))) ?? false;

const longest = 60;

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "several named values",
  record: "several named values",
  null: "nothing",
  date: "a date",
};

const formats: Readonly<Record<string, string>> = {
  uuid: "the id of anything",
  date: "a day such as 2024-07-15",
  datetime: "a moment such as 2024-07-15T10:00:03Z",
  url: "an address such as https://hub.example.org",
  regex: "of the form that is wanted",
};

const plural = (count: number | bigint, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

type Size = Extract<Raw, { code: "too_big" | "too_small" }>;

function sizeMessage(issue: Size, what: string): string {
  const [limit, bound] = issue.code === "too_big" ? [issue.maximum, "most"] : [issue.minimum, "least"];
  const { input } = issue;
  const length = typeof input === "string" || Array.isArray(input) ? input.length : undefined;
  if (length === 0)
    return typeof input === "string" ? "it is empty: write something" : "nothing is named: name at least one";
  if (typeof input === "string") return `${what} has ${plural(input.length, "character")}: write at ${bound} ${limit}`;
  if (length !== undefined) return `${length} are named: name at ${bound} ${limit}`;
  const isTooLarge = issue.code === "too_big";
  const wanted =
    issue.inclusive === false ? `${isTooLarge ? "less" : "more"} than ${limit}` : `of at ${bound} ${limit}`;
  return `${what} is too ${isTooLarge ? "large" : "small"}: write a number ${wanted}`;
}

function plainMessage(issue: Raw): string {
  const what = isSecret(issue) ? "it" : shown(issue.input);
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "it is missing"
        : `${what === "null" ? "it" : what} is not ${kinds[issue.expected] ?? `of the kind ${issue.expected}`}`;
    case "too_big":
    case "too_small":
      return sizeMessage(issue as Size, what);
    case "invalid_format":
      return `${what} is not ${formats[String(issue.format)] ?? `of the form ${issue.format}`}`;
    case "not_multiple_of":
      return `${what} is not a multiple of ${issue.divisor}`;
    case "invalid_value":
      return `${what} is none of ${(issue.values as unknown[]).map(String).join(", ")}`;
    case "unrecognized_keys":
      return `there is no ${(issue.keys as string[]).join(", ")}`;
    case "invalid_union":
      return issue.input === undefined ? "it is missing" : `${what} is nothing that is allowed here`;
    default:
      return `${what} is not allowed here`;
  }
}
