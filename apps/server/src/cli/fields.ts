/** `--set field=value` and `--override field=value`. */
import { FieldEdit, type FieldName, FieldPatch, fieldNames, parsePlainly } from "@landfall/protocol";
import type { z } from "zod";
import { UsageError } from "./usage-error.ts";

type Given = Partial<Record<FieldName, string | null>>;

function readPairs(option: string, pairs: readonly string[]): Given {
  const given: Given = {};
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    const name = pair.slice(0, at);
    if (at < 1) throw new UsageError(`${option} ${pair}: write field=value`);
    if (!(fieldNames as readonly string[]).includes(name))
      throw new UsageError(`${option} ${pair}: there is no field ${name}; the fields are ${fieldNames.join(", ")}`);
    given[name as FieldName] = pair.slice(at + 1);
  }
  return given;
}

function parse<T>(option: string, given: Given, schema: z.ZodType<T>): T {
  const parsed = parsePlainly(schema, given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.issues;
  const name = issue.path as FieldName;
  const of = given[name] === undefined ? "" : ` ${name}=${given[name] ?? ""}`;
  throw new UsageError(`${option}${of}: ${issue.message}`);
}

/** `undefined` when none were given. A field given twice has its last value. */
export function readFields(option: string, pairs: readonly string[] | undefined): FieldPatch | undefined {
  return pairs && pairs.length > 0 ? parse(option, readPairs(option, pairs), FieldPatch) : undefined;
}

/** The same, where `field=` empties a field. */
export function readEdit(option: string, pairs: readonly string[] | undefined): FieldEdit | undefined {
  if (!pairs || pairs.length === 0) return undefined;
  const given = Object.entries(readPairs(option, pairs)).map(([name, text]) => [name, text === "" ? null : text]);
  return parse(option, Object.fromEntries(given), FieldEdit);
}

/** The part of a request that holds `set` and `override`. */
export function readPatch(values: { set?: string[] | undefined; override?: string[] | undefined }) {
  const set = readFields("--set", values.set);
  const override = readFields("--override", values.override);
  return { ...(set && { set }), ...(override && { override }) };
}
