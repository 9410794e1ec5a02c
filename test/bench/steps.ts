/** `steps`: what each step costs, CPU per image. */
import path from "node:path";
import { newFolder } from "./folders.ts";
import { type Figures, median, rounded, table } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { photographs } from "./photographs.ts";
import { runScript, startShore } from "./processes.ts";
import { storeSeasons } from "./season-in-database.ts";
import { type StepCosts, stepNames } from "./step-names.ts";
import type { StepsJob } from "./steps-process.ts";

/** One chunk of sessions in one encounter, so that no two steps are ever at work at once. */
const imagesPerManifest = 50;

const sizes = [
  { name: "200k", bytes: 200_000, count: 600 },
  { name: "2M", bytes: 2_000_000, count: 150 },
];

export async function steps({ keepIn, rounds }: BenchOptions): Promise<Figures> {
  const shore = await startShore();
  const figures: Figures = {};
  for (const { name, bytes, count } of sizes) {
    const all = await photographs({ count, bytes, keepIn });
    const groups = Array.from({ length: count / imagesPerManifest }, (_, at) =>
      all.slice(at * imagesPerManifest, (at + 1) * imagesPerManifest),
    );
    const passes: StepCosts[] = [];
    for (let round = 0; round < rounds; round++) {
      const database = path.join(await newFolder("station"), "station.db");
      const manifests = storeSeasons(database, groups, imagesPerManifest);
      const job: StepsJob = { database, manifests, hubUrl: shore.hubUrl };
      passes.push(await runScript<StepCosts>("steps-process.ts", job));
    }
    const measured = count - imagesPerManifest;
    const msEach = (step: (typeof stepNames)[number]) => median(passes.map((pass) => pass[step])) / measured;
    const total = stepNames.reduce((sum, step) => sum + msEach(step), 0);
    console.log(`\n${name}: CPU ms per image, one at a time, medians of ${rounds} rounds`);
    console.log(
      table(
        ["", "ms", "share"],
        [
          ...stepNames.map((step) => [step, rounded(msEach(step), 3), `${rounded((msEach(step) / total) * 100, 0)} %`]),
          ["sum", rounded(total, 3), "100 %"],
        ],
      ),
    );
    for (const step of stepNames) figures[`${step}Ms${name}`] = rounded(msEach(step), 3);
  }
  return figures;
}
