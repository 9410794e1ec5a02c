/** How a population writes its identifiers: examples become a regular expression that a person can read. Pure. */

export interface Token {
  readonly kind: "letters" | "digits" | "mark";
  readonly text: string;
}

export const tokensOf = (text: string): Token[] =>
  (text.match(/\p{L}+|\d+|[^\p{L}\d]+/gu) ?? []).map((part) => ({
    kind: /^\d/.test(part) ? "digits" : /^\p{L}/u.test(part) ? "letters" : "mark",
    text: part,
  }));

/** Letters at the end may be missing: `J047` and `T002B` are of one kind. */
function kindOf(tokens: readonly Token[]): string {
  const kinds = tokens.map(({ kind }) => kind);
  return (kinds.length > 2 && kinds.at(-1) === "letters" ? kinds.slice(0, -1) : kinds).join(" ");
}

const digitsOf = (tokens: readonly Token[]): number[] =>
  tokens.flatMap(({ kind, text }) => (kind === "digits" ? [text.length] : []));

/** Examples that are written alike: the same letters in front may have any number of digits, others the same numbers of them. */
export function formsOf(examples: readonly string[]): Token[][][] {
  const all = examples.map((example) => tokensOf(example.trim())).filter((tokens) => tokens.length > 0);
  const alike = Map.groupBy(
    all,
    (tokens) => `${kindOf(tokens)} ${tokens[0]?.kind === "letters" ? tokens[0].text : ""}`,
  );
  const forms = Map.groupBy([...alike.values()], (group) => {
    const digits = new Set(group.map((tokens) => digitsOf(tokens).join()));
    return `${kindOf(group[0] ?? [])} ${[...digits].sort().join(" ")}`;
  });
  return [...forms.values()].map((groups) => groups.flat());
}

/** Fits no text. */
export const never = "(?!)";

export const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

function oneOf(texts: readonly string[]): string {
  const all = [...new Set(texts)].sort();
  if (all.length === 1) return escaped(all[0] ?? "");
  const isClass = all.every((text) => text.length === 1);
  return isClass ? `[${all.map(escaped).join("").replace("-", "\\-")}]` : `(?:${all.map(escaped).join("|")})`;
}

function times(lengths: readonly number[]): string {
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  if (least === most) return least === 1 ? "" : `{${least}}`;
  return least === 0 && most === 1 ? "?" : `{${least},${most}}`;
}

/**
 * @param isLoose takes other numbers of digits, and no mark too where a letter comes first. A number in front needs its mark and a
 *   letter behind: bare numbers are dates and counters.
 */
function patternOfForm(form: readonly (readonly Token[])[], isLoose: boolean): string {
  const length = Math.max(...form.map((tokens) => tokens.length));
  const kinds = new Set(form.flatMap((tokens) => tokens.map(({ kind }) => kind)));
  const isLettered = form[0]?.[0]?.kind === "letters";
  const mayVary = isLoose && (isLettered || kinds.size === 3);
  return Array.from({ length }, (_, at) => {
    const texts = form.map((tokens) => tokens[at]?.text ?? "");
    const lengths = texts.map((text) => text.length);
    const kind = form.find((tokens) => tokens.length > at)?.[at]?.kind;
    if (kind === "digits") return `\\d${mayVary ? `{1,${Math.max(...lengths) + 1}}` : times(lengths)}`;
    if (kind === "mark") return mayVary && isLettered ? `(?:${oneOf(texts)})?` : oneOf(texts);
    // The letters in front name the population or the pod; those behind digits are counted on.
    return at === 0 ? oneOf(texts) : `[A-Z]${times(lengths)}`;
  }).join("");
}

/** `[JT]\d{3}[A-Z]?` of `T002B` and `J047`; null without examples. */
export function patternOf(examples: readonly string[], isLoose = false): string | null {
  const patterns = formsOf(examples).map((form) => patternOfForm(form, isLoose));
  return patterns.length === 0 ? null : patterns.join("|");
}
