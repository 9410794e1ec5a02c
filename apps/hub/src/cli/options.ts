/** Options of the hub's commands. */

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const spec = {
  data: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
  verbose: { type: "boolean", default: false },
  "database-url": { type: "string" },
  port: { type: "string" },
  host: { type: "string" },
  blobs: { type: "string" },
  "public-url": { type: "string" },
  "copy-source": { type: "string", multiple: true },
  "parent-watch": { type: "boolean", default: false },
  name: { type: "string" },
  population: { type: "string", multiple: true },
  "require-coordinates": { type: "boolean", default: false },
  "require-license": { type: "boolean", default: false },
} as const;

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export function readOptions(argv: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: spec, allowPositionals: true });
    return { values, positionals };
  } catch (error) {
    // The parser's own hint on escaping is of no use here.
    const [sentence = ""] = (error instanceof Error ? error.message : String(error)).split(/\. To specify|\n/);
    throw new UsageError(sentence);
  }
}

export type HubCliOptions = ReturnType<typeof readOptions>["values"];

const defaultDataFolder = fileURLToPath(new URL("../../../../.landfall", import.meta.url));

/** `--data`, else LANDFALL_DATA, else `.landfall` in the checkout's root. */
export const storeOptions = (values: HubCliOptions) => {
  const databaseUrl = values["database-url"] ?? process.env.LANDFALL_DATABASE_URL;
  return {
    dataFolder: values.data ?? process.env.LANDFALL_DATA ?? defaultDataFolder,
    ...(databaseUrl && { databaseUrl }),
  };
};

export function required(value: string | undefined, option: string): string {
  if (!value?.trim()) throw new UsageError(`--${option} is missing`);
  return value;
}
