import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { drawFrame, withExif } from "../../../fixtures/index.ts";
import { type FoundFile, type HashCache, scanFolders } from "../src/index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "landfall-second-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

async function scanned(cache?: HashCache): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  await scanFolders({ roots: [folder] }, { files: (batch) => void files.push(...batch) }, cache ? { cache } : {});
  return files;
}

const chunk = (id: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.write(id, "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
};
const list = (type: string, ...chunks: Buffer[]) => chunk("LIST", Buffer.concat([Buffer.from(type), ...chunks]));

/** A recording as pocket cameras made them: when it began stands in a chunk that only few programs read. */
const recording = (began: string): Buffer =>
  chunk(
    "RIFF",
    Buffer.concat([
      Buffer.from("AVI "),
      list("hdrl", chunk("avih", Buffer.alloc(56)), chunk("IDIT", Buffer.from(`${began}\n\0`))),
      list("movi"),
    ]),
  );

test("what the first reader cannot read is asked of ExifTool, once, whatever the file is called", async () => {
  const names = ["clip.avi", "-clip %d $(x).avi", "Wal 🐋 é.avi"];
  for (const name of names) writeFileSync(join(folder, name), recording("Mon Jul 15 10:11:12 2024"));
  const files = await scanned();
  expect(
    files.map(({ path, metadata, findings }) => [path, metadata?.localTime, metadata?.timeSource, findings]),
  ).toEqual(names.toSorted().map((name) => [name, "2024-07-15T10:11:12", "DateTimeOriginal", ["NO_PREVIEW"]]));
  const again = await scanned({
    lookup: (_, keys) => keys.map(({ path }) => files.find((file) => file.path === path) ?? null),
  });
  expect(again).toEqual(files);
});

test("a name with a line's end is not told to another program, and a date that was not believed is not asked for again", async () => {
  writeFileSync(join(folder, "a\n-execute.avi"), recording("Mon Jul 15 10:11:12 2024"));
  const jpeg = withExif(await drawFrame({ seed: "second", width: 320 }), { dateTimeOriginal: "2000:01:01 00:10:00" });
  writeFileSync(join(folder, "b.jpg"), jpeg);
  const files = await scanned();
  expect(files.map(({ metadata, findings }) => [metadata?.localTime, findings])).toEqual([
    [null, ["NO_PREVIEW", "DATE_MISSING"]],
    [null, ["DATE_CAMERA_RESET"]],
  ]);
});

test("a time that makes no sense there either is a finding and no value", async () => {
  writeFileSync(join(folder, "clip.avi"), recording("Mon Jul 15 10:11:12 2094"));
  const [file] = await scanned();
  expect(file?.metadata?.localTime).toBeNull();
  expect(file?.findings).toContain("DATE_FUTURE");
});
