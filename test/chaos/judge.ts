/** What must be true of photographs that were delivered, whatever was killed on the way. */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { verifyReceipt } from "../../packages/engine/src/index.ts";
import { ImageState, type ManifestId, type ReceiptKeys } from "../../packages/protocol/src/index.ts";
import type { Photographs } from "./journey.ts";
import type { World } from "./world.ts";

export interface Findings {
  lost: number;
  duplicated: number;
  bytesDiffer: number;
  /** In words, these and all others. */
  readonly wrong: string[];
}

export const nothingWrong = (): Findings => ({ lost: 0, duplicated: 0, bytesDiffer: 0, wrong: [] });

/** Path → time of change and SHA-256. */
export type Originals = ReadonlyMap<string, string>;

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export async function lookAtOriginals({ folder }: Photographs): Promise<Originals> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { mtimeNs } = await stat(file, { bigint: true });
    found.set(file, `${mtimeNs} ${sha256Of(await readFile(file))}`);
  }
  return found;
}

// biome-ignore lint/suspicious/noExplicitAny: rows of whatever is asked for
type Row = any;

function openForReading(file: string) {
  const db = new Database(file, { readonly: true, timeout: 10_000 });
  return {
    rows: (sql: string, ...values: unknown[]): Row[] => db.prepare(sql).all(...values),
    close: () => void db.close(),
  };
}
type Reader = ReturnType<typeof openForReading>;

export const openStationDb = (world: World): Reader => openForReading(path.join(world.stationData, "station.db"));
export const openHubDb = (world: World): Reader => openForReading(path.join(world.hubData, "hub", "hub.sqlite"));

function judgeStation(db: Reader, manifest: ManifestId, files: number, found: Findings): void {
  const read = db.rows(
    `SELECT f.bucket FROM manifest AS m JOIN reading_file AS r ON r.reading = m.reading JOIN file AS f ON f.pk = r.file
     WHERE m.id = ? AND f.bucket = 'image'`,
    manifest,
  );
  const images = db.rows(
    "SELECT i.* FROM image AS i JOIN encounter AS e ON e.pk = i.encounter WHERE e.manifest = ?",
    manifest,
  );
  if (read.length !== files) found.wrong.push(`${files} files, ${read.length} read`);
  if (images.length !== files) found.wrong.push(`${files} files, ${images.length} images`);
  for (const { state, file_name, error_code, error_detail } of images)
    if (state !== "complete") found.wrong.push(`${file_name} is ${state} (${error_code} ${error_detail})`);
  for (const state of ImageState.options) {
    const [{ n }] = db.rows(`SELECT SUM(${state}) AS n FROM manifest_images WHERE manifest = ?`, manifest);
    const counted = images.filter((image) => image.state === state).length;
    if (n !== counted) found.wrong.push(`the counter of ${state} says ${n}, there are ${counted}`);
    const [{ m }] = db.rows(
      `SELECT SUM(c.${state}) AS m FROM encounter_images AS c JOIN encounter AS e ON e.pk = c.encounter WHERE e.manifest = ?`,
      manifest,
    );
    if (m !== counted) found.wrong.push(`the encounters' counters of ${state} say ${m}, there are ${counted}`);
  }
  const [{ synced, n }] = db.rows(
    `SELECT c.synced, (SELECT COUNT(*) FROM encounter WHERE manifest = c.manifest AND sync = 'synced') AS n
     FROM manifest_encounters AS c WHERE c.manifest = ?`,
    manifest,
  );
  if (synced !== n) found.wrong.push(`the counter of synced encounters says ${synced}, there are ${n}`);
  const unfinished = db.rows("SELECT state FROM run WHERE manifest = ? AND state IN ('running', 'paused')", manifest);
  if (unfinished.length > 0) found.wrong.push("a run is not over");
}

async function judgeReceipts(db: Reader, manifest: ManifestId, found: Findings): Promise<void> {
  const [{ receipt_keys }] = db.rows("SELECT receipt_keys FROM profile");
  const keys = JSON.parse(receipt_keys) as ReceiptKeys;
  for (const { sha256, bytes, receipt } of db.rows(
    "SELECT i.* FROM image AS i JOIN encounter AS e ON e.pk = i.encounter WHERE e.manifest = ?",
    manifest,
  )) {
    const claims = receipt && (await verifyReceipt(keys, receipt));
    if (claims?.sha256 !== sha256 || claims?.bytes !== bytes) found.wrong.push(`the receipt of ${sha256} is not right`);
  }
}

/** Bytes at rest: of the disk store by the file, of another by what it gives. */
export type ReadBlob = (world: World, name: string) => Promise<Uint8Array | undefined>;

export const readFromDisk: ReadBlob = (world, name) =>
  readFile(path.join(world.hubData, "hub", "blobs", ...name.split("/"))).catch(() => undefined);

async function judgeHub(
  world: World,
  { station, hub }: { station: Reader; hub: Reader },
  manifest: ManifestId,
  read: ReadBlob,
  found: Findings,
): Promise<void> {
  for (const { event_id, hub_encounter_id } of station.rows(
    "SELECT event_id, hub_encounter_id FROM encounter WHERE manifest = ?",
    manifest,
  )) {
    const held = hub.rows('SELECT id FROM encounter WHERE "eventID" = ?', event_id);
    if (held.length === 0) found.lost += 1;
    if (held.length > 1) found.duplicated += held.length - 1;
    if (held[0]?.id !== hub_encounter_id) found.wrong.push("an encounter is bound to another one");
  }
  for (const { sha256 } of station.rows(
    "SELECT DISTINCT i.sha256 FROM image AS i JOIN encounter AS e ON e.pk = i.encounter WHERE e.manifest = ?",
    manifest,
  )) {
    const items = hub.rows("SELECT id FROM image WHERE sha256 = ?", sha256);
    const blobs = hub.rows("SELECT name, state FROM blob WHERE sha256 = ?", sha256);
    const verified = blobs.filter(({ state }) => state === "verified");
    if (items.length > 1) found.duplicated += items.length - 1;
    if (blobs.length > 1) found.duplicated += blobs.length - 1;
    const bytes = verified[0] && (await read(world, verified[0].name));
    if (items.length === 0 || verified.length === 0 || !bytes) found.lost += 1;
    else if (sha256Of(bytes) !== sha256) found.bytesDiffer += 1;
  }
}

export async function judge(
  world: World,
  { photographs, manifest, originals }: { photographs: Photographs; manifest: ManifestId; originals: Originals },
  read: ReadBlob = readFromDisk,
): Promise<Findings> {
  const found = nothingWrong();
  const [station, hub] = [openStationDb(world), openHubDb(world)];
  try {
    judgeStation(station, manifest, originals.size, found);
    await judgeReceipts(station, manifest, found);
    await judgeHub(world, { station, hub }, manifest, read, found);
    const now = await lookAtOriginals(photographs);
    if (now.size !== originals.size) found.wrong.push("there are other files among the originals");
    for (const [file, before] of originals) if (now.get(file) !== before) found.wrong.push(`${file} was touched`);
  } finally {
    station.close();
    hub.close();
  }
  return found;
}

/** The disk store holds the verified blobs and what was made of them, and nothing else. */
export async function judgeStore(world: World): Promise<Findings> {
  const found = nothingWrong();
  const hub = openHubDb(world);
  const root = path.join(world.hubData, "hub", "blobs");
  try {
    const named = new Set(hub.rows("SELECT name FROM blob WHERE state = 'verified'").map(({ name }) => name));
    for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
      const name = path.relative(root, path.join(entry.parentPath, entry.name));
      if (!entry.isFile() || name.startsWith("derived") || name.startsWith(".md5") || name.startsWith(".blocks"))
        continue;
      if (!named.delete(name)) found.duplicated += 1;
    }
    found.lost += named.size;
    const [{ n }] = hub.rows("SELECT COUNT(*) AS n FROM blob WHERE variants <> 'ready'");
    if (n > 0) found.wrong.push(`${n} images have no thumbnail`);
  } finally {
    hub.close();
  }
  return found;
}
