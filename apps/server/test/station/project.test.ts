import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { closeDatabase, hidingHome, pathsHere, snapshotOf } from "@landfall/db";
import type { EncounterId, ManifestId } from "@landfall/protocol";
import { describe, expect, onTestFinished, test } from "vitest";
import { drawSheetDriven } from "../../../../fixtures/index.ts";
import { openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

/** What a person sees of each manifest: its encounters, their images, and what a sync would do. */
async function review(station: TestStation) {
  const { populations } = await station.ask("snapshot", {});
  const views = populations
    .flatMap(({ manifests }) => manifests)
    .map(async (manifest) => {
      const { id } = manifest;
      const page = { filter: "all", offset: 0, limit: 500 } as const;
      const { items: encounters } = await station.ask("encounters", { params: { id }, query: page });
      const images = encounters.map(async (row) => {
        const query = { offset: 0, limit: 500 };
        return (await station.ask("images", { params: { id: row.id }, query })).items;
      });
      return { manifest, encounters, images: await Promise.all(images) };
    });
  return Promise.all(views);
}

const plan = (station: TestStation, id: ManifestId) => station.ask("plan", { params: { id } });

async function save(station: TestStation, file: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of station.station.download({ what: "project" }, { kind: "token" }).parts)
    parts.push(Buffer.from(part as Uint8Array));
  writeFileSync(file, Buffer.concat(parts));
  return file;
}

/** A season with sheet, track, clock, names and decisions; delivered but for one encounter. */
async function deliveredSeason() {
  const { hub, key } = await openTestHub();
  const drive = temporaryFolder("drive");
  const season = await drawSheetDriven(drive);
  const station = await openStation();
  const connected = { hub: hub.url, key };
  await station.ask("connect", { body: connected });
  const request = { folders: [season.photos], population: "Residents", name: "2022", timezone: "America/Vancouver" };
  const job = await station.scan({ ...request, sheets: [season.sheet], tracks: [season.track] });
  const params = { id: job.populationId };
  await station.ask("setAliases", { params, body: { aliases: [{ name: "BW", people: ["Bea Wake"] }] } });
  const camera = { make: "Canon", model: "EOS 7D", serial: null, folder: season.photos };
  await station.ask("setCameraPerson", { params, body: { camera, person: "Cam Tide", isFirst: true } });
  await station.ask("setArea", { params, body: { area: { south: 48, west: -125, north: 51, east: -122 } } });
  await station.ask("setIdentifiers", { params, body: { examples: ["T065A", "J047"], corrections: [], forget: [] } });
  const [{ manifest, encounters } = { manifest: undefined, encounters: [] }] = await review(station);
  const id = manifest?.id as ManifestId;
  const [first, second, third] = encounters.map((row) => row.id) as [EncounterId, EncounterId, EncounterId];
  await station.ask("editEncounter", { params: { id: first }, body: { locality: "Typed by a person" } });
  await station.ask("deny", { params: { id: second } });
  const [image] = (await station.ask("images", { params: { id: third }, query: { offset: 0, limit: 1 } })).items;
  if (!image) throw new Error("an image");
  await station.ask("leaveOut", { params: { id: third }, body: { images: [image.sha256], reason: "blurred" } });
  await station.ask("approve", { params: { id }, body: {} });
  await station.synced(id);
  return { station, id, drive, season, connected, request, key };
}

describe("a project on another machine", () => {
  test("has the same review, an empty plan, and nothing to scan, whether its drives are there or not", async () => {
    const { station, id, drive, connected, request } = await deliveredSeason();
    const before = await review(station);
    const planned = await plan(station, id);
    expect(planned).toMatchObject({ create: 0, fill: 0, update: 0, upload: 0, ask: 0 });
    const file = await save(station, join(temporaryFolder("archive"), "season.landfall"));
    const { entries } = await station.ask("activity", { query: { limit: 100 } });
    await station.stop();

    const away = `${drive}-unplugged`;
    renameSync(drive, away);
    onTestFinished(() => renameSync(away, drive));
    const other = await openStation();
    expect((await other.ask("lookIntoProject", { body: { file } })).roots).toEqual([
      { from: join(drive, "photos"), path: join(drive, "photos"), isThere: false },
    ]);
    const taken = await other.ask("importProject", { body: { file, roots: [] } });
    await expect(other.ask("lookIntoProject", { body: { file } })).rejects.toMatchObject({ code: "PROJECT_NOT_EMPTY" });
    expect(taken).toMatchObject({ populations: 1, manifests: 1, encounters: 5, images: 7 });
    expect(taken.roots).toEqual([{ path: join(drive, "photos"), isThere: false }]);
    expect(await review(other)).toEqual(before);
    await other.ask("connect", { body: connected });
    expect(await plan(other, id)).toEqual(planned);
    expect((await other.synced(id)).result).toMatchObject({ bytesSent: 0, images: { failed: 0, missing: 0 } });
    const acts = (await other.ask("activity", { query: { limit: 100 } })).entries;
    expect(acts.map(({ action }) => action)).toEqual(expect.arrayContaining(entries.map(({ action }) => action)));
    await other.stop();

    // Where the drive has another name, and is there.
    const third = await openStation();
    const roots = [{ from: drive, to: away }];
    expect((await third.ask("importProject", { body: { file, roots } })).roots).toMatchObject([{ isThere: true }]);
    await third.ask("connect", { body: connected });
    const [residents] = (await third.ask("snapshot", {})).populations;
    const { items } = await third.ask("cameras", { params: { id: residents?.id as never } });
    expect(items.flatMap(({ people }) => people)).toMatchObject([
      { camera: { folder: join(away, "photos") }, person: "Cam Tide", isFirst: true },
    ]);
    expect((await third.ask("area", { params: { id: residents?.id as never } })).area?.west).toBe(-125);
    const again = await third.scan({ ...request, folders: [join(away, "photos")] });
    expect(again.result).toMatchObject({ manifestId: id, changes: { isNew: false } });
    expect(await review(third)).toEqual(before);
    expect(await plan(third, id)).toEqual(planned);
  });

  test("says nothing of another hub: what that one has is asked for", async () => {
    const { station, id } = await deliveredSeason();
    const file = await save(station, join(temporaryFolder("archive"), "season.landfall"));
    const another = await openTestHub();
    const other = await openStation();
    await other.ask("connect", { body: { hub: another.hub.url, key: another.key } });
    await another.ensureIndividuals(["T065A"]);
    const [mirrored] = (await other.ask("snapshot", {})).populations;
    await other.ask("fetchCatalogue", { params: { id: mirrored?.id as never } });
    await other.ask("importProject", { body: { file, roots: [] } });
    expect(await plan(other, id)).toMatchObject({ create: 3, upload: 4 });
  });
});

describe("an archive", () => {
  async function archivedSeason() {
    const season = await deliveredSeason();
    const file = await save(season.station, join(temporaryFolder("archive"), "season.landfall"));
    return { season, lines: gunzipSync(readFileSync(file)).toString().trimEnd().split("\n") };
  }

  test("has no key and no token in it, and does not say whose machine it was", async () => {
    const { season, lines } = await archivedSeason();
    const text = lines.join("\n");
    const secrets = readdirSync(season.station.dataFolder)
      .filter((name) => /secret|token|key/i.test(name))
      .map((name) => readFileSync(join(season.station.dataFolder, name), "utf8").trim());
    expect(secrets.length).toBeGreaterThan(0);
    expect(text).not.toContain(season.key);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toContain(season.station.dataFolder);
    expect(hidingHome("/home/jane")(`["/home/jane/Photos","/home/janet","/mnt/home/jane"] in /home/jane`)).toBe(
      `["~/Photos","/home/janet","/mnt/home/jane"] in ~`,
    );
    const windows = hidingHome("C:\\Users\\jane");
    expect(windows(JSON.stringify(["C:\\Users\\jane\\Photos"]))).toBe(JSON.stringify(["~\\Photos"]));
    const here = pathsHere("/home/sam", [{ from: "~/Photos", to: "/mnt/drive" }]);
    expect(["~/Photos/2022", "~\\Photos2", "/elsewhere", "~"].map(here)).toEqual([
      "/mnt/drive/2022",
      "/home/sam/Photos2",
      "/elsewhere",
      "/home/sam",
    ]);
    expect(homedir().length).toBeGreaterThan(1);
  });

  test("is taken in whole or not at all, and says what is wrong with it", async () => {
    const { lines } = await archivedSeason();
    const folder = temporaryFolder("archive");
    const station = await openStation();
    const attempt = async (bytes: Buffer) => {
      const file = join(folder, "broken.landfall");
      writeFileSync(file, bytes);
      return station.ask("importProject", { body: { file, roots: [] } }).catch((error: unknown) => error);
    };
    const packed = (text: readonly string[]) => gzipSync(`${text.join("\n")}\n`);
    const end = lines.at(-1) ?? "";
    const head = lines[0] ?? "";
    const wrong: [Buffer, RegExp][] = [
      [Buffer.from("no gzip"), /cannot be unpacked/],
      [packed(lines).subarray(0, -200), /cannot be unpacked|cut off|middle/],
      [packed(lines.slice(0, -1)), /no end/],
      [packed([...lines.slice(0, -3), ...lines.slice(-2)]), /not as it was written|fit together/],
      [packed(lines.map((line) => line.replace("Typed by a person", "Typed by another"))), /not as it was written/],
      [packed([...lines, end]), /behind its end/],
      [packed(["{}", ...lines.slice(1)]), /no project/],
      [packed([head.replace(/"schema":\d+/, '"schema":9999'), ...lines.slice(1)]), /newer Landfall/],
      [packed([head, '{"table":"lease","columns":["name"]}', '["x"]', end]), /unknown/],
      [packed([head, "not json", end]), /line 2 is not JSON/],
    ];
    for (const [bytes, says] of wrong)
      expect(await attempt(bytes)).toMatchObject({ code: "ARCHIVE_REFUSED", detail: expect.stringMatching(says) });
    expect(await review(station)).toEqual([]);
    expect(readdirSync(station.dataFolder).filter((name) => name.startsWith("import-"))).toEqual([]);
    const nowhere = { body: { file: join(folder, "nowhere.landfall"), roots: [] } };
    await expect(station.ask("importProject", nowhere)).rejects.toMatchObject({ code: "ARCHIVE_NOT_FOUND" });
    // Nothing was half taken in: the whole one still fits.
    expect(await attempt(packed(lines))).toMatchObject({ manifests: 1, images: 7 });
    expect(await attempt(packed(lines))).toMatchObject({ code: "PROJECT_NOT_EMPTY" });
  });
});

test("a browser takes in archives from allowed folders only", async () => {
  const folder = temporaryFolder("archive");
  mkdirSync(join(folder, "allowed"));
  writeFileSync(join(folder, "season.landfall"), "");
  const station = await openStation({ allowedRoots: [join(folder, "allowed")] });
  const body = { file: join(folder, "season.landfall"), roots: [] };
  await expect(station.ask("importProject", { body }, "browser")).rejects.toMatchObject({ code: "FOLDER_NOT_ALLOWED" });
});

function rowsOf(dataFolder: string, table: string): number {
  const db = snapshotOf({ file: join(dataFolder, "station.db"), session: "" });
  try {
    return db.sql.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get() as number;
  } finally {
    closeDatabase(db);
  }
}

test("a station that is killed while it takes in a project has none of it when it starts again, and takes it in then", async () => {
  const { station, id } = await deliveredSeason();
  const before = await review(station);
  const file = await save(station, join(temporaryFolder("archive"), "season.landfall"));
  const dataFolder = temporaryFolder("killed");
  for (const table of ["manifest", "encounter", "image_file"]) {
    const program = join(import.meta.dirname, "taking-in.child.ts");
    const child = spawn(process.execPath, [program, dataFolder, file, table], { stdio: "inherit" });
    onTestFinished(() => {
      child.kill("SIGKILL");
    });
    await once(child, "exit");
    expect(child.signalCode).toBe("SIGKILL");
    expect(rowsOf(dataFolder, table)).toBeGreaterThan(0);

    const again = await openStation({ dataFolder });
    again.station.resume();
    expect((await again.ask("snapshot", {})).populations).toEqual([]);
    expect(readdirSync(dataFolder).filter((name) => name.startsWith("import-"))).toEqual([]);
    expect(rowsOf(dataFolder, table)).toBe(0);
    if (table === "image_file") {
      expect(await again.ask("importProject", { body: { file, roots: [] } })).toMatchObject({ manifests: 1 });
      expect((await review(again)).map(({ manifest }) => manifest.id)).toEqual([id]);
      expect(await review(again)).toEqual(before);
    }
    await again.stop();
  }
});

test("a browser takes in no project whose scans would read other folders of this machine; the command line does", async () => {
  const [mine, others] = [temporaryFolder("mine"), temporaryFolder("others")];
  const season = await drawSheetDriven(others);
  const from = await openStation();
  await from.scan({ folders: [season.photos], sheets: [season.sheet], population: "Residents" });
  const file = await save(from, join(mine, "season.landfall"));
  const station = await openStation({ allowedRoots: [mine] });
  const asked = (to: string, sheet = join(mine, "sightings.csv")) => {
    const roots = [
      { from: season.photos, to },
      { from: season.sheet, to: sheet },
    ];
    return station.ask("importProject", { body: { file, roots } }, "browser");
  };
  await expect(asked(season.photos)).rejects.toMatchObject({ code: "FOLDER_NOT_ALLOWED" });
  await expect(asked(others)).rejects.toMatchObject({ code: "FOLDER_NOT_ALLOWED" });
  await expect(asked(mine, season.sheet)).rejects.toMatchObject({ code: "FOLDER_NOT_ALLOWED" });
  expect(await review(station)).toEqual([]);
  expect(await asked(mine)).toMatchObject({ manifests: 1, roots: [{ path: mine, isThere: true }] });
  const other = await openStation({ allowedRoots: [mine] });
  expect(await other.ask("importProject", { body: { file, roots: [] } })).toMatchObject({ manifests: 1 });
});

test("what a killed station has left of a project that it was taking in goes with its next start", async () => {
  const dataFolder = temporaryFolder("killed");
  const left = join(dataFolder, "import-0f8fad5b.db");
  writeFileSync(left, "half of a database");
  const station = await openStation({ dataFolder });
  station.station.resume();
  expect(existsSync(left)).toBe(false);
});

test("a project that unpacks to more than any project holds is refused before it fills the disk", async () => {
  const station = await openStation();
  const file = join(temporaryFolder("bomb"), "bomb.landfall");
  const head = {
    landfall: "project",
    version: 1,
    schema: 1,
    createdAt: new Date(0).toISOString(),
    roots: [],
  };
  // A thousand times smaller than what it becomes.
  const line = `["${" ".repeat(8 * 2 ** 20)}"]\n`;
  writeFileSync(file, gzipSync(`${JSON.stringify(head)}\n${line.repeat(12)}`));
  await expect(station.ask("importProject", { body: { file, roots: [] } })).rejects.toMatchObject({
    code: "ARCHIVE_REFUSED",
    detail: "unpacked it is larger than any project",
  });
}, 30_000);
