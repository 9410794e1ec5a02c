/** Takes secrets out of anything that is written down: signatures of upload links, keys, bearer tokens, cookies. */

const secretPatterns: readonly [RegExp, string][] = [
  [/([?&](?:sig|token|key|code)=)[^&\s"'<>]+/gi, "$1REDACTED"],
  // A SAS without an address, and Azure's connection strings.
  [/(\bsig=)[^&\s"'<>;]+/gi, "$1REDACTED"],
  [/(\b(?:AccountKey|SharedAccessSignature)=)[^;\s"'<>]+/gi, "$1REDACTED"],
  [/(bearer\s+)[\w.~+/=-]+/gi, "$1REDACTED"],
  [/\blfk_[\w-]+/g, "lfk_REDACTED"],
  [
    /((?:authorization|cookie|set-cookie|x-ms-copy-source(?:-authorization)?)["']?\s*[:=]\s*["']?)[^"'\n,}]+/gi,
    "$1REDACTED",
  ],
];

export const redactText = (text: string): string =>
  secretPatterns.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), text);

/** A copy of any JSON-like value with every string redacted; errors keep their name, message, code and cause. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (depth > 6 || value === null || typeof value !== "object") return value;
  if (value instanceof Error) {
    const { code } = value as { code?: unknown };
    return {
      name: value.name,
      message: redactText(value.message),
      ...(code !== undefined && { code }),
      ...(value.stack && { stack: redactText(value.stack) }),
      ...(value.cause !== undefined && { cause: redact(value.cause, depth + 1) }),
    };
  }
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redact(item, depth + 1)]));
}
