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
