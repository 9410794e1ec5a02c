import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawScenario } from "../../../../fixtures/index.ts";
import { run } from "../../src/cli/main.ts";
import { aDataFolder, aFolder } from "../a-service.ts";
import { terminal } from "./terminal.ts";

const { stdout, stderr } = terminal();

test("a column without a title is shown by its letter, and mapped by its letter or number", async () => {
  const here = ["--data", aDataFolder()];
  const folder = join(aFolder(), "Season");
  await drawScenario("D", folder);
  const sheet = join(aFolder(), "sightings.csv");
  writeFileSync(sheet, "Date,Lat,,A,\n2024-07-15,48.5,-123.1,Haro,BW\n2024-07-16,48.6,over there,Haro,BW\n");
  expect(await run(["scan", folder, "--population", "Residents", "--sheet", sheet, "--json", ...here])).toBe(0);
  const { manifestId } = stdout.lastObject();
  const map = (...columns: string[]) =>
    run(["sheets", manifestId, ...columns.flatMap((column) => ["--column", column]), ...here]);

  expect(await map()).toBe(0);
  expect(stdout.text()).toContain("  (column C) → not used\n  A → not used\n  (column E) → not used\n");

  expect(await map("c=decimalLongitude", "5=recordedBy", "A=locality")).toBe(0);
  expect(stdout.text()).toContain("  (column C) → decimalLongitude\n  A → locality\n  (column E) → recordedBy\n");
  expect(stdout.text()).toContain("sightings.csv, row 3, (column C) “over there”");
  expect(await map("(column E)=behavior")).toBe(0);
  expect(stdout.text()).toContain("  (column E) → behavior\n");

  for (const wrong of ["F=locality", "6=locality", "0=locality", "(no name)=locality", "=locality", "B=locality"]) {
    expect(await map(wrong)).toBe(1);
    expect(stderr.text()).toContain("the columns are Date, Lat, (column C), A, (column E)");
  }
});

test("a scan names the first cells to look at, and says what lists the others", async () => {
  const here = ["--data", aDataFolder()];
  const folder = join(aFolder(), "Season");
  await drawScenario("D", folder);
  const sheet = join(aFolder(), "sightings.csv");
  const bad = Array.from({ length: 6 }, (_, at) => `2024-07-${10 + at},Haro,many,`);
  writeFileSync(sheet, ["Date,Place,Count,Time", "2024-07-01,Haro,3,18:30Z", ...bad].join("\n"));
  expect(await run(["scan", folder, "--population", "Residents", "--sheet", sheet, ...here])).toBe(0);
  const text = stdout.text();
  const manifest = /landfall sheets (\S+)/.exec(text)?.[1] ?? "";
  expect(text).toContain(
    `of its 7 rows, 7 cells to look at:\n  sightings.csv, row 2, Time “18:30Z”: It is in UTC, and no time zone is known`,
  );
  expect(text).toContain("  sightings.csv, row 3, Count “many”: This is no number of animals.\n");
  expect(text).toContain(`\n  and 2 more: landfall sheets ${manifest}\n`);
  expect(await run(["sheets", manifest, ...here])).toBe(0);
  expect(stdout.text()).toContain("  7 cells to look at:\n");
  expect(stdout.text()).toContain("  sightings.csv, row 8, Count “many”: This is no number of animals.");
});

test("columns that a position is written over are shown as its parts", async () => {
  const here = ["--data", aDataFolder()];
  const folder = join(aFolder(), "Season");
  await drawScenario("D", folder);
  const sheet = join(aFolder(), "sightings.csv");
  writeFileSync(sheet, "Date,Lat,N/S,Long,E/W\n2024-07-15,48.5,N,123.1,W\n");
  expect(await run(["scan", folder, "--population", "Residents", "--sheet", sheet, "--json", ...here])).toBe(0);
  expect(await run(["sheets", stdout.lastObject().manifestId, ...here])).toBe(0);
  expect(stdout.text()).toContain("  N/S → part of decimalLatitude\n");
  expect(stdout.text()).toContain("  E/W → part of decimalLongitude\n");
});

test("a name that is nearly an identifier in a row of a sheet is told with the row, and counted as its encounter", async () => {
  const here = ["--data", aDataFolder()];
  const folder = join(aFolder(), "Season");
  await drawScenario("A", folder);
  const sheet = join(aFolder(), "sightings.csv");
  writeFileSync(sheet, 'Date,IDs\n2024-07-15,"T2B, J047"\n');
  expect(await run(["scan", folder, "--population", "Residents", "--sheet", sheet, ...here])).toBe(0);
  expect(await run(["individuals", "--population", "Residents", "--examples", "T002B,J047", ...here])).toBe(0);
  expect(stdout.text()).toContain("! T2B is nearly T002B: 1 encounter, in sightings.csv, row 2\n");
});
