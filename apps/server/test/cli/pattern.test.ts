import { join } from "node:path";
import { expect, test } from "vitest";
import { drawScenario } from "../../../../fixtures/index.ts";
import { run } from "../../src/cli/main.ts";
import { aDataFolder, aFolder } from "../a-service.ts";
import { terminal } from "./terminal.ts";

const { stdout, stderr } = terminal();

const pattern = "{date}_{encounter}_{locality}_{photographer}_*.*";

test("a pattern is suggested, tried, used, and shown", async () => {
  const here = ["--data", aDataFolder()];
  const folder = join(aFolder(), "Season");
  await drawScenario("D", folder);
  expect(await run(["scan", folder, "--population", "Residents", "--json", ...here])).toBe(0);
  const { manifestId, scanJobId } = stdout.lastObject();

  expect(await run(["pattern", manifestId, ...here])).toBe(0);
  expect(stdout.text()).toContain(`  ${pattern}\n    confidence 90 %: 3 of 3 images`);
  expect(stdout.text()).toContain(`Next: landfall pattern ${manifestId} --try '${pattern}'`);

  expect(await run(["pattern", scanJobId, "--try", pattern, ...here])).toBe(0);
  expect(stdout.text()).toContain("Fits 3 of 3 images (100 %).");
  expect(stdout.text()).toContain("date 2024-07-15 · locality Skana · photographer MK · encounter 3");
  expect(stdout.text()).toContain("It would make 2 encounters (now 2): 2 complete, 0 incomplete.");
  expect(stdout.text()).toMatch(/Locality +folder pattern 100 %/);

  expect(await run(["pattern", manifestId, "--set", pattern, "--json", ...here])).toBe(0);
  expect(stdout.lastObject()).toMatchObject({ patterns: [pattern], regrouped: [{ version: 2, encounters: 2 }] });
  expect(await run(["pattern", manifestId, "--clear", "--json", ...here])).toBe(0);
  expect(stdout.lastObject()).toMatchObject({ patterns: [], regrouped: [{ version: 3 }] });
  expect(await run(["scan", folder, "--population", "Residents", "--pattern", pattern, "--json", ...here])).toBe(0);
  expect(stdout.lastObject()).toMatchObject({ complete: 2, patterns: [{ pattern, images: 3 }] });
  expect(await run(["scan", folder, "--population", "Residents", "--no-patterns", "--json", ...here])).toBe(0);
  expect(stdout.lastObject()).toMatchObject({ complete: 0 });
});

test("a pattern that cannot be read shows the part that is wrong, and nothing is done", async () => {
  expect(await run(["scan", ".", "--population", "R", "--pattern", "{year}/{dat}", "--data", aFolder()])).toBe(1);
  expect(stderr.text()).toContain("--pattern\n  {year}/{dat}\n         ^^^^^\nThere is no field {dat}. Write {date}.");
});

test("dates that could be either way round are asked by the scan, and answered by one command", async () => {
  const here = ["--data", aDataFolder()];
  const folder = join(aFolder(), "Season");
  await drawScenario("C", folder);
  expect(await run(["scan", folder, "--population", "Residents", "--json", ...here])).toBe(0);
  const { manifestId, dates } = stdout.lastObject();
  expect(dates).toMatchObject([{ order: "dayFirst", by: "names", examples: ["05-06-2024"] }]);
  expect(await run(["pattern", manifestId, "--dates", "monthFirst", ...here])).toBe(0);
  expect(stdout.text()).toContain("05-06-2024 is 6 May 2024: the month comes first, as you said.");
  expect(await run(["pattern", manifestId, "--dates", "sideways", ...here])).toBe(1);
  expect(stderr.text()).toContain("write dayFirst, monthFirst, or ask");
});
