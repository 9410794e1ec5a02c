/** Waits for a scan, and says what it found. */
import { setTimeout as wait } from "node:timers/promises";
import { type FilesAway, LandfallError, type ScanJobView, type ScanResult } from "@landfall/protocol";
import type { ExitCode } from "./command.ts";
import { isGone, type OpenStation, withStation } from "./open-station.ts";
import { counted, type Output } from "./output.ts";
import { datesLines } from "./pattern-text.ts";
import { createProgressLine, type ProgressLine } from "./progress-line.ts";
import { summaryLines } from "./sources-text.ts";
import type { Words } from "./words.ts";

const lookEveryMs = 200;

/** How far it is: files, those a second, and the folder being read. */
function progressText({ files, folder, isPaused }: ScanJobView, perSecond: number): string {
  const found = `${counted(files.found, "file")} found, ${counted(files.images, "image")}`;
  const where = folder ?? (files.found > 0 ? "grouping what was found" : "");
  return isPaused ? `${found} · paused` : `${found} · ${Math.round(perSecond)}/s · ${where}`;
}

/** Waits for the scan to end. Interrupted, it cancels the scan of its own station, and leaves that of a running one alone. */
export async function waitForScan(
  { client, isOwn }: Pick<OpenStation, "client" | "isOwn">,
  started: ScanJobView,
  signal: AbortSignal,
  line: ProgressLine,
): Promise<ScanJobView> {
  const { id } = started;
  const startedMs = performance.now();
  const atFirst = started.files.found;
  let job = started;
  while (job.state === "running") {
    const seconds = (performance.now() - startedMs) / 1000;
    if (job.files.found > 0) line.show(progressText(job, (job.files.found - atFirst) / Math.max(seconds, 0.2)));
    await wait(lookEveryMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) {
      if (isOwn) job = await client.cancelScan({ params: { id } });
      break;
    }
    job = await client.scanJob({ params: { id } });
  }
  line.done();
  return job;
}

const ended = "The station ended while the scan was at work.";

/** What commands that follow a scan say then. */
export const wordsOfScan: Words = { STATION_NOT_RUNNING: { hint: "Nothing is lost." } };

export interface FollowScanOptions {
  readonly dataFolder: string;
  readonly out: Output;
  readonly start: (station: OpenStation) => Promise<ScanJobView>;
}

/** Starts a scan, follows it to its end and says what it found. Ctrl-C keeps what was read and says how to go on. */
export async function followScan({ dataFolder, out, start }: FollowScanOptions): Promise<ExitCode> {
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    return await withStation<ExitCode>(dataFolder, { needsHub: false }, async (station) => {
      const started = await start(station);
      const line = createProgressLine();
      const job = await waitForScan(station, started, interrupted.signal, line).catch((error: unknown) => {
        line.done();
        if (!isGone(error)) throw error;
        out.note(goOnWith(started));
        throw new LandfallError("STATION_NOT_RUNNING", { detail: ended, cause: error });
      });
      if (job.state === "failed") throw new LandfallError(job.error?.code ?? "INTERNAL", detailOf(job));
      if (job.state === "running") {
        out.note(`The scan goes on in the running station. See: landfall scans ${job.id}`);
        return 130;
      }
      if (!job.result || job.state === "cancelled") {
        out.note(`The scan was ${job.state}. ${goOnWith(job)}`);
        return 130;
      }
      out.result(job.result, describeScan(job.result));
      return 0;
    });
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** What a person does with a scan that did not come to its end. */
export const goOnWith = ({ id }: ScanJobView): string =>
  `What was read stays known; go on with: landfall scans ${id} --resume`;

const detailOf = ({ error }: ScanJobView) => (error?.detail ? { detail: error.detail } : {});

export function describeScan(result: ScanResult): string[] {
  const { files, reasons, findings, copies, away, relinked } = result;
  const examples = (of: { examples: string[] }) => (of.examples.length > 0 ? ` (${of.examples.join(", ")})` : "");
  return [
    `${counted(files.found, "file")} found: ${counted(files.images, "image")}, ${files.unreadable} unreadable, ${files.ignored} ignored.`,
    ...relinked.map(({ from, to }) => `  ${to} is what was ${from}.`),
    ...away.map(awayLine),
    ...copies.map(({ folder, of, images }) => `  ${folder} is a copy: ${all(images)} in ${of} too, and sent once.`),
    ...reasons.map((reason) => `  ${reason.count} × ${reason.message}${examples(reason)}`),
    `${counted(result.encounters, "encounter")}: ${result.complete} complete, ${result.incomplete} incomplete.`,
    ...findings.map((finding) => `  ${finding.count} × ${finding.message}${examples(finding)}`),
    ...summaryLines(result.sources, result.manifestId),
    ...result.patterns.map(
      ({ pattern, images }) => `Pattern ${pattern} fits ${images} of ${counted(files.images, "image")}.`,
    ),
    ...datesLines(result.dates, result.manifestId),
    ...changeLines(result),
    `Manifest ${result.manifestId} (version ${result.version}).`,
    `Next: landfall review ${result.manifestId}`,
  ];
}

const awayLine = ({ folder, files, isReplaced }: FilesAway): string =>
  isReplaced
    ? `  ${folder} is another drive than before, it seems: ${counted(files, "file")} of the one that was there stay as they are known.`
    : `  ${folder} is away; its ${counted(files, "file")} stay as they are known.`;

function changeLines({ changes, version }: ScanResult): string[] {
  if (!changes) return [];
  if (!changes.isNew) return [`All encounters are as in version ${version}: there is no new one, and approvals stay.`];
  const { added, changed, same, gone, approved } = changes;
  const stay = approved > 0 ? ` (${approved} of them approved still)` : "";
  const left = gone > 0 ? `, ${gone} not there any more` : "";
  return [`Since the version before: ${added} new, ${changed} changed, ${same} as before${stay}${left}.`];
}

const all = (images: number): string => (images === 1 ? "its image is" : `all ${counted(images, "image")} are`);
