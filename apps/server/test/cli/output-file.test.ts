import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { run } from "../../src/cli/main.ts";
import { needNoLicense } from "../station/support.ts";
import { terminal } from "./terminal.ts";

const { stdout, stderr } = terminal();
let photos: string;
let to: string;
let manifest: string;
let landfall: (...words: string[]) => Promise<number>;

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), "landfall-output-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true, maxRetries: 3 }));
  return made;
}

const track = `<?xml version="1.0"?><gpx version="1.1" creator="t"><trk><trkseg>
<trkpt lat="48.5" lon="-123.2"><time>2024-05-01T18:00:00Z</time></trkpt></trkseg></trk></gpx>`;

beforeEach(async () => {
  photos = folder();
  to = folder();
  const data = folder();
  await drawSeason(photos, { encounters: 1, imagesPerEncounter: 2, size: 64 });
  writeFileSync(path.join(photos, "sightings.csv"), "Date,Place\n2024-05-01,Haro Strait\n");
  writeFileSync(path.join(photos, "boat.gpx"), track);
  writeFileSync(path.join(photos, "notes.md"), "cold, and windy");
  landfall = (...words) => run([...words, "--data", data]);
  needNoLicense(data);
  const sheets = ["--sheet", path.join(photos, "sightings.csv"), "--track", path.join(photos, "boat.gpx")];
  expect(await landfall("scan", photos, "--population", "Residents", ...sheets, "--json")).toBe(0);
  manifest = stdout.lastObject().manifestId;
  expect(await landfall("approve", manifest)).toBe(0);
});

const filesBelow = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
const contents = (files: readonly string[]) => files.map((file) => readFileSync(file, "hex"));

/** Every way of a command to write one file. */
const writing = (file: string) => [
  ["export", manifest, "--format", "json", "--out", file],
  ["export", manifest, "--format", "csv", "--out", file],
  ["export", manifest, "--format", "xlsx", "--out", file],
  ["report", manifest, "--format", "csv", "--out", file],
  ["activity", "--format", "csv", "--out", file],
  ["project", "export", file],
];

test("no command writes over a photograph, a sheet, a track or any file of a scan, whatever is said", async () => {
  const all = filesBelow(photos);
  expect(all).toHaveLength(5);
  const before = contents(all);
  const [photograph = "", ...others] = all;
  const tried = [...writing(photograph), ...others.flatMap((file) => writing(file).slice(-1))];
  for (const words of tried) expect(await landfall(...words, "--force"), words.join(" ")).toBe(1);
  expect(await landfall("project", "export", photograph)).toBe(1);
  expect(contents(all)).toEqual(before);
  expect(filesBelow(photos)).toEqual(all);
  expect(stderr.text()).toContain("boat.gpx is a track of a scan.");
  expect(stderr.text()).toContain("sightings.csv is a sheet of a scan.");
  expect(stderr.text()).toContain("notes.md was found by a scan.");
  expect(stderr.text()).toContain("Choose another name");
});

test("links lead no way round, and what a link stands for is replaced only where its own name would be", async () => {
  const [jpeg = ""] = filesBelow(photos).filter((file) => /\.jpe?g$/i.test(file));
  const elsewhere = path.join(to, "elsewhere");
  symlinkSync(photos, elsewhere);
  symlinkSync(jpeg, path.join(to, "report.html"));
  symlinkSync(path.join(to, "nowhere"), path.join(to, "dangling.csv"));
  linkSync(jpeg, path.join(to, "hard"));
  writeFileSync(path.join(to, "old.csv"), "old");
  symlinkSync(path.join(to, "old.csv"), path.join(to, "latest.csv"));
  const before = contents(filesBelow(photos));
  const through = [
    path.join(elsewhere, path.relative(photos, jpeg)),
    path.join(elsewhere, "boat.gpx"),
    ...["report.html", "dangling.csv", "hard"].map((name) => path.join(to, name)),
  ];
  for (const file of through)
    expect(await landfall("activity", "--format", "csv", "--out", file, "--force"), file).toBe(1);
  expect(contents(filesBelow(photos))).toEqual(before);
  expect(existsSync(path.join(to, "nowhere"))).toBe(false);

  const latest = ["activity", "--format", "csv", "--out", path.join(to, "latest.csv")];
  expect(await landfall(...latest)).toBe(1);
  expect(await landfall(...latest, "--force")).toBe(0);
  expect(readFileSync(path.join(to, "old.csv"), "utf8")).toContain("scan");
});

test("a file that is there is replaced only with --force, and a picture and the name of one never are", async () => {
  const picture = path.join(to, "kept.bin");
  writeFileSync(picture, readFileSync(filesBelow(photos).find((file) => /\.jpe?g$/i.test(file)) ?? ""));
  const there = path.join(to, "there");
  writeFileSync(there, "the work of a week");
  for (const words of writing(there)) {
    stderr.clear();
    expect(await landfall(...words)).toBe(1);
    expect(stderr.text()).toBe(
      `${there} is there already; nothing was written.\nChoose another name, or write --force to replace it.`,
    );
    expect(readFileSync(there, "utf8")).toBe("the work of a week");
  }
  for (const name of ["new.JPG", "new.nef", "new.mp4", "new.raw"])
    for (const words of writing(path.join(to, name))) expect(await landfall(...words, "--force")).toBe(1);
  expect(stderr.text()).toContain("new.JPG is the name of a photograph or film");
  for (const words of writing(picture)) expect(await landfall(...words, "--force")).toBe(1);
  expect(stderr.text()).toContain("kept.bin holds a picture or film");
  mkdirSync(path.join(to, "folder"));
  expect(await landfall("project", "export", path.join(to, "folder"), "--force")).toBe(1);
  expect(stderr.text()).toContain("is a folder");

  const words = (file: string) => ["project", "export", file];
  expect(await landfall(...words(there), "--force")).toBe(0);
  expect(readFileSync(there).subarray(0, 2).toString("hex")).toBe("1f8b");
  expect(readdirSync(to).sort()).toEqual(["folder", "kept.bin", "there"]);
});
