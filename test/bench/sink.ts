/** `sink`: the engine to a store that discards, against others that send the same files there. */
import { copyFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { newFolder } from "./folders.ts";
import { type Cost, type Figures, median, rounded, table, turned } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { type Photograph, photographs } from "./photographs.ts";
import { runProgram, runScript, type Shore, startShore } from "./processes.ts";
import { storeSeasons } from "./season-in-database.ts";
import type { SendJob } from "./send-process.ts";

const contenders = ["engine", "nodeHttp", "fetch", "azureSdk", "curl"] as const;
type Contender = (typeof contenders)[number];

const concurrency = 4;
const imagesPerEncounter = 50;

interface Ground {
  readonly shore: Shore;
  readonly warm: readonly Photograph[];
  readonly photographs: readonly Photograph[];
}

/** The whole process: it has no more to start than a millisecond of work. */
async function runCurl({ shore, photographs }: Ground): Promise<Cost> {
  const config = path.join(await newFolder("curl"), "curl.txt");
  const each = photographs.map(
    (photograph) =>
      `url = "${shore.blobsUrl}/account/season/${photograph.sha256}"\nupload-file = "${photograph.path}"\noutput = "/dev/null"\n`,
  );
  await writeFile(config, `header = "Expect:"\nheader = "x-ms-blob-type: BlockBlob"\n${each.join("")}`);
  const args = ["--silent", "--fail", "--parallel", "--parallel-max", String(concurrency), "--config", config];
  const { wallMs } = await runProgram("curl", args);
  return { wallMs, cpuMs: Number.NaN, peakMiB: Number.NaN };
}

async function runEngine(ground: Ground, template: Template): Promise<Cost> {
  const database = path.join(await newFolder("station"), "station.db");
  await copyFile(template.database, database);
  const { manifests } = template;
  const job: SendJob = { contender: "engine", blobsUrl: ground.shore.blobsUrl, concurrency, database, manifests };
  return runScript("send-process.ts", job);
}

interface Template {
  readonly database: string;
  readonly manifests: Extract<SendJob, { contender: "engine" }>["manifests"];
}

async function prepare(ground: Ground): Promise<Template> {
  const database = path.join(await newFolder("template"), "station.db");
  const [warm, season] = storeSeasons(database, [ground.warm, ground.photographs], imagesPerEncounter);
  if (!warm || !season) throw new Error("two manifests");
  return { database, manifests: [warm, season] };
}

function run(contender: Contender, ground: Ground, template: Template): Promise<Cost> {
  if (contender === "curl") return runCurl(ground);
  if (contender === "engine") return runEngine(ground, template);
  const { warm, photographs, shore } = ground;
  return runScript("send-process.ts", { contender, blobsUrl: shore.blobsUrl, concurrency, warm, photographs });
}

interface Size {
  readonly name: string;
  readonly bytes: number;
  readonly count: number;
}

const sizes: readonly Size[] = [
  { name: "200k", bytes: 200_000, count: 600 },
  { name: "2M", bytes: 2_000_000, count: 150 },
];

async function measureSize(shore: Shore, size: Size, { rounds, keepIn }: BenchOptions): Promise<Figures> {
  const all = await photographs({ ...size, keepIn });
  const ground: Ground = { shore, warm: all.slice(0, imagesPerEncounter), photographs: all.slice(imagesPerEncounter) };
  const template = await prepare(ground);
  const costs = new Map<Contender, Cost[]>(contenders.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of turned(contenders, round)) costs.get(name)?.push(await run(name, ground, template));

  const count = ground.photographs.length;
  const of = (name: Contender) => costs.get(name) ?? [];
  /** The engine's throughput over another's, round by round. */
  const against = (name: Contender) =>
    rounded(median(of(name).map(({ wallMs }, round) => wallMs / (of("engine")[round]?.wallMs ?? Number.NaN))));
  const rows = contenders.map((name) => [
    name,
    rounded((count * 1000) / median(of(name).map(({ wallMs }) => wallMs)), 0),
    rounded(median(of(name).map(({ cpuMs }) => cpuMs / count))),
    rounded(median(of(name).map(({ peakMiB }) => peakMiB)), 0),
    against(name),
  ]);
  console.log(`\n${size.name}: ${count} images, ${concurrency} at once, medians of ${rounds} rounds`);
  console.log(table(["", "images/s", "CPU ms/image", "peak MiB", "engine's throughput over it"], rows));
  return {
    [`engineVsNodeHttp${size.name}`]: against("nodeHttp"),
    [`engineVsFetch${size.name}`]: against("fetch"),
    [`engineVsAzureSdk${size.name}`]: against("azureSdk"),
    [`engineVsCurl${size.name}`]: against("curl"),
    [`engineCpuMs${size.name}`]: Number(rows[0]?.[2]),
    [`nodeHttpCpuMs${size.name}`]: Number(rows[1]?.[2]),
  };
}

export async function sink(options: BenchOptions): Promise<Figures> {
  const shore = await startShore();
  const figures: Figures = {};
  for (const size of sizes) Object.assign(figures, await measureSize(shore, size, options));
  const { engineVsNodeHttp200k = Number.NaN, engineVsNodeHttp2M = Number.NaN } = figures;
  return { engineVsNodeHttp: Math.min(engineVsNodeHttp200k, engineVsNodeHttp2M), ...figures };
}
