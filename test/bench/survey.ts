/**
 * `survey`: scan and rescan of 100,000 files beside a bare walk-and-stat of the same tree; memory at 10,000 and at 100,000; then
 * what the review page asks, at 1,000 and at 1,000,000 images.
 */
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { drawFrame, paddedTo, withExif } from "../../fixtures/index.ts";
import { runBundled } from "./bundled.ts";
import { newFolder } from "./folders.ts";
import { type Cost, type Figures, median, rounded, table } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { runScript } from "./processes.ts";
import { reviewQueries } from "./review-queries.ts";
import type { StationJob, Stood } from "./station-process.ts";
import type { SurveyJob } from "./survey-process.ts";

type Measured = Cost & { readonly files: number };

const perFolder = 500;
const fileBytes = 12_000;

/** Different photographs in folders of a day each, as cameras leave them. */
async function drawTree(root: string, count: number): Promise<void> {
  const frame = await drawFrame({ seed: "survey", width: 160 });
  const drawnAt = new Date("2024-08-01T00:00:00Z");
  for (let at = 0; at < count; at++) {
    const day = new Date(Date.UTC(2010, 0, 1 + Math.floor(at / perFolder))).toISOString().slice(0, 10);
    const folder = path.join(root, `${day}_Haro Strait`);
    if (at % perFolder === 0) mkdirSync(folder, { recursive: true });
    const time = new Date(Date.UTC(2010, 0, 1, 8, 0, at % perFolder)).toISOString().slice(11, 19);
    const taken = { make: "NIKON", model: "D7500", dateTimeOriginal: `${day.replaceAll("-", ":")} ${time}` };
    const file = path.join(folder, `DSC_${String(at % 10_000).padStart(4, "0")}.JPG`);
    writeFileSync(file, paddedTo(withExif(frame, taken), fileBytes));
    utimesSync(file, drawnAt, drawnAt);
  }
}

const run = (job: SurveyJob) => runScript<Measured>("survey-process.ts", job);

/** For how long a station that scans the tree again, and groups it by a pattern, answers nobody. */
async function standing(root: string, name: string): Promise<Figures> {
  const job: StationJob = { root, data: await newFolder("station") };
  const stood = await runBundled<Stood[]>("station-process", job);
  return Object.fromEntries(
    stood.flatMap(({ what, blockMs, blockCpuMs, peakMiB }) => [
      [`blockMs${what}${name}`, rounded(blockMs, 0)],
      [`blockCpuMs${what}${name}`, rounded(blockCpuMs, 0)],
      [`peakMiB${what}InStation${name}`, rounded(peakMiB, 0)],
    ]),
  );
}

export async function survey({ rounds, full }: BenchOptions): Promise<Figures> {
  const figures: Figures = {};
  const rows: (string | number)[][] = [];
  for (const count of [10_000, 100_000]) {
    const name = `${count / 1000}k`;
    const root = await newFolder(`tree-${name}`);
    await drawTree(root, count);
    const database = path.join(await newFolder("survey"), "station.db");
    await run({ what: "walk", root, database });
    const scanned = await run({ what: "read", root, database });
    if (scanned.files !== count) throw new Error(`${scanned.files} of ${count} images were found`);
    const walks: Measured[] = [];
    const rescans: Measured[] = [];
    for (let round = 0; round < Math.min(rounds, 5); round++) {
      walks.push(await run({ what: "walk", root, database }));
      rescans.push(await run({ what: "read", root, database }));
    }
    const walkMs = median(walks.map(({ wallMs }) => wallMs));
    const ratios = rescans.map(({ wallMs }, round) => wallMs / (walks[round]?.wallMs ?? walkMs));
    figures[`scanVsWalk${name}`] = rounded(scanned.wallMs / walkMs, 1);
    figures[`rescanVsWalk${name}`] = rounded(median(ratios));
    figures[`peakMiBScan${name}`] = rounded(scanned.peakMiB, 0);
    figures[`peakMiBRescan${name}`] = rounded(Math.max(...rescans.map(({ peakMiB }) => peakMiB)), 0);
    const line = (what: string, { wallMs, cpuMs, peakMiB }: Cost) =>
      rows.push([`${what} ${name}`, rounded(wallMs, 0), rounded(cpuMs, 0), rounded(peakMiB, 0)]);
    for (const walk of walks) line("walk", walk);
    line("scan", scanned);
    for (const rescan of rescans) line("rescan", rescan);
    if (full) Object.assign(figures, await standing(root, name));
  }
  console.log(table(["what", "wall ms", "CPU ms", "peak MiB"], rows));
  return { ...figures, ...(await reviewQueries()) };
}
