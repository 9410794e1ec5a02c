/** What is said of a photograph in one encounter is said of it in every other one, of whatever manifest. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { EncounterRow, ManifestId } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { type Format, filesOf, linesIn, type Scope } from "./records-files.ts";
import { aSeason } from "./records-season.ts";
import { temporaryFolder } from "./support.ts";

const tables = { csv: "images.csv", dwca: "multimedia.csv", "camtrap-dp": "media.csv" } as const;

/** A season, and in another manifest copies of a photograph of each encounter. */
async function withTwin() {
  const season = await aSeason(2);
  const { station, encounters } = season;
  const [first, second] = await encounters();
  const of = async (encounter: EncounterRow | undefined) =>
    (await station.ask("images", { params: { id: encounter?.id as never }, query: { offset: 0, limit: 10 } })).items;
  const [photograph] = await of(first);
  const [another] = await of(second);
  const folder = temporaryFolder("twin");
  const into = join(folder, "2031-05-06_Active Pass", "BW");
  mkdirSync(into, { recursive: true });
  copyFileSync(join(season.folder, photograph?.filePath ?? ""), join(into, "twin.jpg"));
  copyFileSync(join(season.folder, another?.filePath ?? ""), join(into, "other.jpg"));
  const job = await station.scan({ folders: [folder], population: "Residents", name: "twins" });
  const manifest = job.result?.manifestId as ManifestId;
  const query = { filter: "all", offset: 0, limit: 10 } as const;
  const twins = (await station.ask("encounters", { params: { id: manifest }, query })).items;
  const images = await Promise.all(twins.map(of));
  const twin = twins[images.findIndex((list) => list.some(({ sha256 }) => sha256 === photograph?.sha256))];
  const scope: Scope = { of: { manifest }, status: "approved" };
  const approveAll = async () => {
    await season.approve();
    await station.ask("approve", { params: { id: manifest }, body: {} });
  };
  const hashes = async (which: Scope, format: Format) =>
    (await linesIn(station, which, format, tables[format as keyof typeof tables])).map(({ mediaID }) =>
      mediaID?.slice(-64),
    );
  return { ...season, first, photograph, twin, twinScope: scope, twinManifest: manifest, approveAll, hashes };
}

describe("a photograph of two encounters", () => {
  test("with people in the picture is in no form of either", async () => {
    const { station, first, photograph, twinScope, twinManifest, scope, approveAll, hashes } = await withTwin();
    const body = { images: [photograph?.sha256], facts: { people: true } };
    await station.ask("describeImages", { params: { id: first?.id as never }, body } as never);
    await approveAll();
    for (const format of Object.keys(tables) as (keyof typeof tables)[])
      for (const which of [scope, twinScope]) {
        expect(await hashes(which, format)).not.toContain(photograph?.sha256);
        expect(await linesIn(station, which, format, "not-exported.csv")).toContainEqual(
          expect.objectContaining({
            mediaID: expect.stringContaining(photograph?.sha256 ?? "none"),
            reason: "People are in the picture.",
          }),
        );
      }
    const query = { status: "approved", format: "csv" } as const;
    expect(await station.ask("manifestRecords", { params: { id: twinManifest }, query })).toMatchObject({
      images: 1,
      notExported: [{ reason: "People are in the picture.", images: 1 }],
    });
  });

  test("under embargo in one of them is in no form of the other, and neither is its name", async () => {
    const { station, twin, edit, photograph, scope, approveAll, hashes } = await withTwin();
    await edit(twin, { available: "2199-01-01" });
    await approveAll();
    for (const format of Object.keys(tables) as (keyof typeof tables)[]) {
      expect(await hashes(scope, format)).not.toContain(photograph?.sha256);
      expect(await linesIn(station, scope, format, "not-exported.csv")).toContainEqual(
        expect.objectContaining({ fileName: "", reason: "It is under embargo until 2199-01-01." }),
      );
      const texts = [...(await filesOf(station, scope, format)).values()].join();
      expect(texts).not.toContain(photograph?.fileName);
    }
  });
});
