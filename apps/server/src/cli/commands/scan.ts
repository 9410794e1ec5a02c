import { isAzureFolder } from "@landfall/protocol";
import { readAzureCredential } from "../azure-credential.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { readPatch } from "../fields.ts";
import { followScan, wordsOfScan } from "../follow-scan.ts";
import { resolveFolder } from "../paths.ts";
import { readPatterns } from "../pattern-text.ts";
import { UsageError } from "../usage-error.ts";
import { pathsOf } from "./sheets.ts";

export const scan = defineCommand({
  name: "scan",
  summary: "Read folders into a draft manifest",
  usage:
    "FOLDER|azure://ACCOUNT/CONTAINER/FOLDER… --population NAME [--name JOB] [--timezone ZONE] [--pattern '{year}/{date}_{locality}' …|--no-patterns] [--sheet FILE …|--no-sheets] [--track FILE …|--no-tracks] [--set field=value …] [--override field=value …] [--azure-sas -|--azure-connection-string -|--azure-identity]",
  arguments: { atLeast: 0, atMost: 100 },
  options: {
    population: { type: "string" },
    name: { type: "string" },
    timezone: { type: "string" },
    pattern: { type: "string", multiple: true },
    "no-patterns": { type: "boolean" },
    sheet: { type: "string", multiple: true },
    "no-sheets": { type: "boolean" },
    track: { type: "string", multiple: true },
    "no-tracks": { type: "boolean" },
    set: { type: "string", multiple: true },
    override: { type: "string", multiple: true },
    "azure-sas": { type: "string" },
    "azure-connection-string": { type: "string" },
    "azure-identity": { type: "boolean" },
  },
  words: wordsOfScan,
  run: async ({ values, positionals, dataFolder, out }): Promise<ExitCode> => {
    if (positionals.length === 0) throw new UsageError("name at least one folder");
    if (!values.population?.trim()) throw new UsageError("--population NAME is missing");
    const azure = await readAzureCredential(values);
    const body = {
      folders: positionals.map((folder) => (isAzureFolder(folder) ? folder : resolveFolder(folder))),
      population: values.population,
      ...(values.name && { name: values.name }),
      ...(values.timezone && { timezone: values.timezone }),
      ...patternsIn(values),
      ...pathsOf(values),
      ...readPatch(values),
      ...(azure && { azure }),
    };
    return followScan({ dataFolder, out, start: ({ client }) => client.scan({ body }) });
  },
});

/** Left out: those of the last time. */
const patternsIn = (values: { pattern?: string[] | undefined; "no-patterns"?: boolean | undefined }) => {
  if (values["no-patterns"]) return { patterns: [] };
  return values.pattern ? { patterns: readPatterns("--pattern", values.pattern) } : {};
};
