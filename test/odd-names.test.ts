/** Names that file systems allow and programs stumble over: scanned, shown, delivered, exported, and found again. */
import { mkdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawFrame, withComment, withExif } from "../fixtures/index.ts";
import { landfall, newStation, removeFolders, startTestHub, type TestHub, tempFolder } from "./support/landfall.ts";
import { originalsHeld } from "./support/photographs.ts";
import { endAll } from "./support/process.ts";

/** Each as bytes, and as it has to be shown. */
const names: readonly (readonly [Buffer, string])[] = [
  ...[
    "Ångström.jpg".normalize("NFC"),
    "Ångström.jpg".normalize("NFD"),
    "🐋 fluke 👩‍🔬.jpg",
    "100%25 #1?x=1&y=2.jpg",
    "-rf.jpg",
    "trailing space.jpg ",
    " leading.jpg",
    "two\nlines.jpg",
    "back\\slash.jpg",
    "tab\there.jpg",
    "quote\"'`$(id).jpg",
    "..jpg",
    "CON.jpg",
    "鯨の写真.jpg",
    "\u202egpj.exe.jpg",
    `${"x".repeat(240)}.jpg`,
    // Three bytes a letter: 244 in all.
    `${"鯨".repeat(80)}.jpg`,
  ].map((name): readonly [Buffer, string] => [Buffer.from(name), name]),
  [Buffer.concat([Buffer.from("caf"), Buffer.from([0xe9]), Buffer.from(".jpg")]), "caf\\xe9.jpg"],
  [Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(".jpg")]), "\\xff\\xfe.jpg"],
];
const oddFolders = ["plain", "per%20cent & #hash?", "new\nline", "Haro\\Strait", "-dash", " space "];

let hub: TestHub;
let season: string;
const drawn: string[] = [];
const place = (folder: string, name: Buffer) => Buffer.concat([Buffer.from(`${season}/${folder}/`), name]);

beforeAll(async () => {
  hub = await startTestHub();
  season = await tempFolder("odd names");
  const frame = withExif(await drawFrame({ seed: "odd", width: 96 }), {
    dateTimeOriginal: "2024:07:15 10:11:12",
    artist: "B. Wood",
  });
  for (const folder of oddFolders) {
    mkdirSync(path.join(season, folder), { recursive: true });
    for (const [name, shown] of folder === "plain" ? names : names.slice(0, 2)) {
      writeFileSync(place(folder, name), withComment(frame, `${folder}/${shown}`));
      utimesSync(place(folder, name), 0, 0);
      drawn.push(`${folder}/${shown}`);
    }
  }
});
afterAll(async () => {
  await endAll();
  await removeFolders();
});

test.runIf(process.platform === "linux")("every name goes the whole way, byte for byte", async () => {
  const station = await newStation(hub.url, hub.key);
  const scanned = await landfall(station, "scan", season, "--population", "Orcas", "--set", "locality=Haro Strait");
  expect(scanned).toMatchObject({ code: 0, json: { files: { found: drawn.length, images: drawn.length } } });
  const manifest: string = scanned.json.manifestId;

  const out = path.join(await tempFolder("export"), "inventory.json");
  expect((await landfall(station, "export", manifest, "--format", "json", "--out", out)).code).toBe(0);
  const entries = JSON.parse(await readFile(out, "utf8")) as { filePath: string }[];
  expect(entries.map(({ filePath }) => filePath).sort()).toEqual([...drawn].sort());

  const review = await landfall(station, "review", manifest);
  expect(review.code).toBe(0);
  expect((await landfall(station, "approve", manifest)).code).toBe(0);
  const synced = await landfall(station, "sync", manifest);
  expect(synced, JSON.stringify(synced.json)).toMatchObject({ code: 0 });
  expect(await originalsHeld(hub.data)).toHaveLength(drawn.length);
  expect(await landfall(station, "verify", manifest)).toMatchObject({
    code: 0,
    json: { verified: drawn.length, missing: 0 },
  });
  expect(await landfall(station, "safe-to-erase", season)).toMatchObject({
    code: 0,
    json: { safe: true, proven: drawn.length },
  });

  // Renamed and moved, each is the image it was.
  mkdirSync(path.join(season, "moved"));
  for (const [index, [name]] of names.entries())
    renameSync(place("plain", name), place("moved", Buffer.from(`${index}%00 ?.jpg`)));
  const again = await landfall(station, "scan", season, "--population", "Orcas", "--set", "locality=Haro Strait");
  expect(again).toMatchObject({ code: 0, json: { files: { images: drawn.length } } });
  await landfall(station, "approve", again.json.manifestId);
  expect(await landfall(station, "plan", again.json.manifestId)).toMatchObject({
    json: { create: 0, upload: 0, alreadyThere: drawn.length },
  });
});
