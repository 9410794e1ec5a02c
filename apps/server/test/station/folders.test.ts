import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openStation, temporaryFolder } from "./support.ts";

function season() {
  const base = realpathSync(temporaryFolder("folders"));
  const photos = join(base, "photos");
  mkdirSync(join(photos, "2024-07-15 Haro Strait"), { recursive: true });
  mkdirSync(join(photos, "2024-07-02 Active Pass"));
  mkdirSync(join(photos, ".hidden"));
  mkdirSync(join(base, "private"));
  writeFileSync(join(photos, "notes.txt"), "x");
  symlinkSync(join(base, "private"), join(photos, "way-out"));
  return { base, photos };
}

describe("choosing a folder", () => {
  test("begins at the allowed roots and leads down, never above them", async () => {
    const { photos } = season();
    const { ask } = await openStation({ allowedRoots: [photos] });
    expect(await ask("folders", { query: {} }, "browser")).toEqual({
      path: null,
      parent: null,
      folders: [{ name: "photos", path: photos }],
      files: 0,
      sources: [],
    });
    expect(await ask("folders", { query: { path: photos } }, "browser")).toEqual({
      path: photos,
      parent: null,
      folders: ["2024-07-02 Active Pass", "2024-07-15 Haro Strait"].map((name) => ({ name, path: join(photos, name) })),
      files: 1,
      sources: [],
    });
    const below = join(photos, "2024-07-15 Haro Strait");
    expect(await ask("folders", { query: { path: below } }, "browser")).toMatchObject({ parent: photos, folders: [] });
  });

  test.each([
    ["the folder above", (photos: string) => join(photos, "..")],
    ["a path that climbs out", (photos: string) => `${photos}/../private`],
    ["a folder whose name only begins the same", (photos: string) => `${photos}-other`],
    ["a link that leads out", (photos: string) => join(photos, "way-out")],
    ["a folder that does not exist elsewhere", () => "/no/such/folder"],
  ])("a browser may not look into %s, nor scan it", async (_, path) => {
    const { photos } = season();
    const { ask } = await openStation({ allowedRoots: [photos] });
    const refused = { code: "FOLDER_NOT_ALLOWED" };
    await expect(ask("folders", { query: { path: path(photos) } }, "browser")).rejects.toMatchObject(refused);
    const body = { folders: [path(photos)], population: "Residents" };
    await expect(ask("scan", { body }, "browser")).rejects.toMatchObject(refused);
  });

  test("a root that is itself a link may be used by its own name", async () => {
    const { base, photos } = season();
    symlinkSync(photos, join(base, "link"));
    const { ask } = await openStation({ allowedRoots: [join(base, "link")] });
    expect(await ask("folders", { query: { path: join(base, "link") } }, "browser")).toMatchObject({ path: photos });
  });

  test("the token's holder may look anywhere, and is told what is not there", async () => {
    const { base, photos } = season();
    const { ask } = await openStation({ allowedRoots: [] });
    expect(await ask("folders", { query: { path: photos } })).toMatchObject({ parent: base, files: 1 });
    for (const path of [join(photos, "nowhere"), join(photos, "notes.txt"), "relative", "/with\0nothing"])
      await expect(ask("folders", { query: { path } })).rejects.toMatchObject({ code: "FOLDER_NOT_FOUND" });
  });
});
