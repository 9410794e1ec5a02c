/** `season`: whole `landfall sync` processes against `rclone copy` of the same files to the same Azurite. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { BlobServiceClient, ContainerSASPermissions } from "@azure/storage-blob";
import Database from "better-sqlite3";
import { startAzurite } from "../../apps/hub/src/blobs/azure/azurite.ts";
import { drawSeason } from "../../fixtures/index.ts";
import { newFolder } from "./folders.ts";
import { startHub } from "./hub.ts";
import { type Figures, median, rounded, table, turned } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { landfall, runProgram, startCommand } from "./processes.ts";

const transfers = 4;

interface Season {
  readonly name: string;
  readonly encounters: number;
  readonly imagesPerEncounter: number;
  readonly bytes: number;
}

const seasons: readonly Season[] = [
  { name: "200k", encounters: 8, imagesPerEncounter: 50, bytes: 200_000 },
  { name: "2M", encounters: 4, imagesPerEncounter: 25, bytes: 2_000_000 },
];

interface Times {
  /** Until every image is committed. */
  readonly committedMs: number;
  /** Until the process has ended, all receipts in. */
  readonly receiptsMs: number;
}

type Azurite = Awaited<ReturnType<typeof startAzurite>>;

async function newContainer(azurite: Azurite, name: string): Promise<string> {
  const service = BlobServiceClient.fromConnectionString(azurite.connectionString);
  const container = service.getContainerClient(name);
  await container.create();
  return container.generateSasUrl({
    permissions: ContainerSASPermissions.parse("racwdl"),
    expiresOn: new Date(Date.now() + 3_600_000),
  });
}

async function runRclone(folder: string, azurite: Azurite, container: string): Promise<number> {
  const config = path.join(await newFolder("rclone"), "rclone.conf");
  const sasUrl = await newContainer(azurite, container);
  await writeFile(config, `[sas]\ntype = azureblob\nsas_url = ${sasUrl}\n`, { mode: 0o600 });
  const args = ["copy", folder, `sas:${container}`, "--transfers", String(transfers), "--config", config];
  const { wallMs } = await runProgram("rclone", args);
  return wallMs;
}

/** Asks the station's database, which a reader does not hold up, until every image is committed or more. */
async function untilCommitted(database: string, total: number, ended: Promise<unknown>): Promise<number> {
  const sql = new Database(database, { readonly: true });
  const done = sql.prepare<[], number>("SELECT SUM(committed + complete) FROM manifest_images").pluck();
  let over = false;
  void ended.then(() => {
    over = true;
  });
  try {
    for (;;) {
      if ((done.get() ?? 0) >= total) return performance.now();
      if (over) throw new Error("the sync ended before all was committed");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    sql.close();
  }
}

async function runLandfall(folder: string, season: Season, env: Record<string, string>, blobs: string): Promise<Times> {
  const hub = await startHub(["--blobs", blobs], env);
  try {
    const data = await newFolder("station");
    await landfall(data, "connect", "--hub", hub.url, "--key", hub.key);
    const { manifestId } = await landfall(data, "scan", folder, "--population", "Orcas");
    await landfall(data, "approve", manifestId ?? "", "--set", "license=public");
    const startMs = performance.now();
    const sync = await startCommand(data, "sync", manifestId ?? "", "--concurrency", String(transfers));
    const total = season.encounters * season.imagesPerEncounter;
    const committedAtMs = await untilCommitted(path.join(data, "station.db"), total, sync.ended);
    const { wallMs } = await sync.cost();
    return { committedMs: committedAtMs - startMs, receiptsMs: wallMs };
  } finally {
    await hub.stop();
  }
}

async function measureSeason(azurite: Azurite, season: Season, rounds: number): Promise<Figures> {
  const folder = await newFolder("season");
  await drawSeason(folder, { ...season, seed: season.name });
  const rclone: number[] = [];
  const toAzurite: Times[] = [];
  const toDisk: Times[] = [];
  const contenders = [
    async (round: number) => {
      rclone.push(await runRclone(folder, azurite, `rclone-${season.name.toLowerCase()}-${round}`));
    },
    async (round: number) => {
      const env = {
        LANDFALL_AZURE_CONNECTION_STRING: azurite.connectionString,
        LANDFALL_AZURE_CONTAINER: `landfall-${season.name.toLowerCase()}-${round}`,
      };
      toAzurite.push(await runLandfall(folder, season, env, "azure"));
    },
    async () => {
      toDisk.push(await runLandfall(folder, season, {}, "disk"));
    },
  ];
  for (let round = 0; round < rounds; round++)
    for (const contender of turned(contenders, round)) await contender(round);

  const wall = (times: readonly number[]) => rounded(median(times) / 1000, 2);
  const ratio = (times: readonly number[]) =>
    rounded(median(times.map((ms, round) => ms / (rclone[round] ?? Number.NaN))), 3);
  const lines: [string, readonly number[]][] = [
    ["rclone copy, Azurite", rclone],
    ["landfall sync, Azurite, until committed", toAzurite.map((times) => times.committedMs)],
    ["landfall sync, Azurite, until the last receipt", toAzurite.map((times) => times.receiptsMs)],
    ["landfall sync, disk hub, until committed", toDisk.map((times) => times.committedMs)],
    ["landfall sync, disk hub, until the last receipt", toDisk.map((times) => times.receiptsMs)],
  ];
  const count = season.encounters * season.imagesPerEncounter;
  console.log(`\n${season.name}: ${count} images, ${transfers} at once, medians of ${rounds} rounds`);
  console.log(
    table(
      ["", "seconds", "times rclone"],
      lines.map(([name, times]) => [name, wall(times), ratio(times)]),
    ),
  );
  const [, azure, azureReceipts, disk, diskReceipts] = lines.map(([, times]) => ratio(times));
  return {
    [`wallVsRclone${season.name}`]: azure ?? Number.NaN,
    [`receiptsVsRclone${season.name}`]: azureReceipts ?? Number.NaN,
    [`diskVsRclone${season.name}`]: disk ?? Number.NaN,
    [`diskReceiptsVsRclone${season.name}`]: diskReceipts ?? Number.NaN,
  };
}

export async function season({ rounds }: BenchOptions): Promise<Figures> {
  const azurite = await startAzurite(await newFolder("azurite"));
  const figures: Figures = {};
  try {
    for (const each of seasons) Object.assign(figures, await measureSeason(azurite, each, rounds));
  } finally {
    await azurite.stop();
  }
  return figures;
}
