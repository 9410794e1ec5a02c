import { setTimeout as wait } from "node:timers/promises";
import { isAzureFolder, LandfallError, type ScanJobView, type ScanResult } from "@landfall/protocol";
import { readAzureCredential } from "../azure-credential.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { readPatch } from "../fields.ts";
import { type OpenStation, withStation } from "../open-station.ts";
import { counted } from "../output.ts";
import { resolveFolder } from "../paths.ts";
import { datesLines, readPatterns } from "../pattern-text.ts";
import { createProgressLine, type ProgressLine } from "../progress-line.ts";
import { summaryLines } from "../sources-text.ts";
import { UsageError } from "../usage-error.ts";
import { pathsOf } from "./sheets.ts";

const lookEveryMs = 200;

/** Waits for the scan to end; when interrupted, cancels it first. */
export async function waitForScan(
  { client }: Pick<OpenStation, "client">,
  started: ScanJobView,
  signal: AbortSignal,
  line: ProgressLine,
): Promise<ScanJobView> {
  const { id } = started;
  let job = started;
  let hasCancelled = false;
  while (job.state === "running") {
    const { found, images } = job.files;
    if (found > 0) line.show(`${counted(found, "file")} found, ${counted(images, "image")} · ${job.folder ?? ""}`);
    await wait(lookEveryMs, undefined, { signal }).catch(() => {});
    if (signal.aborted && !hasCancelled) await client.cancelScan({ params: { id } });
    hasCancelled = signal.aborted;
    if (hasCancelled) await wait(lookEveryMs);
    job = await client.scanJob({ params: { id } });
  }
  line.done();
  return job;
}

function describe(result: ScanResult): string[] {
  const { files, reasons, findings, copies, away, relinked } = result;
  const examples = (of: { examples: string[] }) => (of.examples.length > 0 ? ` (${of.examples.join(", ")})` : "");
  return [
    `${counted(files.found, "file")} found: ${counted(files.images, "image")}, ${files.unreadable} unreadable, ${files.ignored} ignored.`,
    ...relinked.map(({ from, to }) => `  ${to} is what was ${from}.`),
    ...away.map(({ folder, files }) => `  ${folder} is away; its ${counted(files, "file")} stay as they are known.`),
    ...copies.map(({ folder, of, images }) => `  ${folder} is a copy: ${all(images)} in ${of} too, and sent once.`),
    ...reasons.map((reason) => `  ${reason.count} × ${reason.message}${examples(reason)}`),
    `${counted(result.encounters, "encounter")}: ${result.complete} complete, ${result.incomplete} incomplete.`,
    ...findings.map((finding) => `  ${finding.count} × ${finding.message}${examples(finding)}`),
    ...summaryLines(result.sources),
    ...datesLines(result.dates, result.manifestId),
    ...changeLines(result),
    `Manifest ${result.manifestId} (version ${result.version}).`,
    `Next: landfall review ${result.manifestId}`,
  ];
}

function changeLines({ changes, version }: ScanResult): string[] {
  if (!changes) return [];
  if (!changes.isNew) return [`Nothing is other than in version ${version}: there is no new one, and approvals stay.`];
  const { added, changed, same, gone, approved } = changes;
  const stay = approved > 0 ? ` (${approved} of them approved still)` : "";
  const left = gone > 0 ? `, ${gone} not there any more` : "";
  return [`Since the version before: ${added} new, ${changed} changed, ${same} as before${stay}${left}.`];
}

const all = (images: number): string => (images === 1 ? "its image is" : `all ${counted(images, "image")} are`);

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
    const interrupted = new AbortController();
    const interrupt = (): void => interrupted.abort();
    process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
    try {
      const job = await withStation(dataFolder, { needsHub: false }, async (station) =>
        waitForScan(station, await station.client.scan({ body }), interrupted.signal, createProgressLine()),
      );
      if (job.state === "failed") throw new LandfallError(job.error?.code ?? "INTERNAL", detailOf(job));
      if (!job.result) {
        out.note("The scan was cancelled. What was read stays known, so the next one is quicker.");
        return 130;
      }
      out.result(job.result, describe(job.result));
      return 0;
    } finally {
      process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    }
  },
});

const detailOf = ({ error }: ScanJobView) => (error?.detail ? { detail: error.detail } : {});

/** Left out: those of the last time. */
const patternsIn = (values: { pattern?: string[] | undefined; "no-patterns"?: boolean | undefined }) => {
  if (values["no-patterns"]) return { patterns: [] };
  return values.pattern ? { patterns: readPatterns("--pattern", values.pattern) } : {};
};
