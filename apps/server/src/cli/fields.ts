/** `--set field=value` and `--override field=value`. */
import { FieldPatch, fieldNames } from "@landfall/protocol";
import { UsageError } from "./usage-error.ts";

/** `undefined` when none were given. A field given twice has its last value. */
export function readFields(option: string, pairs: readonly string[] | undefined): FieldPatch | undefined {
  if (!pairs || pairs.length === 0) return undefined;
  const given: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    const name = pair.slice(0, at);
    if (at < 1) throw new UsageError(`${option} ${pair}: write field=value`);
    if (!(fieldNames as readonly string[]).includes(name))
      throw new UsageError(`${option} ${pair}: there is no field ${name}; the fields are ${fieldNames.join(", ")}`);
    given[name] = pair.slice(at + 1);
  }
  const parsed = FieldPatch.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0]);
  throw new UsageError(`${option} ${name}=${given[name]}: ${issue?.message}`);
}

/** The part of a request that holds `set` and `override`. */
export function readPatch(values: { set?: string[] | undefined; override?: string[] | undefined }) {
  const set = readFields("--set", values.set);
  const override = readFields("--override", values.override);
  return { ...(set && { set }), ...(override && { override }) };
}
