import { join } from "node:path";
import { expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { run } from "../../src/cli/main.ts";
import { aFolder } from "../a-service.ts";
import { terminal } from "./terminal.ts";

const { stderr } = terminal();

/** What the command says is wrong. */
async function refusal(...args: string[]): Promise<string> {
  stderr.clear();
  expect(await run(args)).toBe(1);
  return stderr.text();
}

test("what a person mistyped is said in plain words, with the field, the value and what may be", async () => {
  const here = ["--data", aFolder()];
  const folder = join(aFolder(), "Season");
  await drawSeason(folder, { encounters: 1, imagesPerEncounter: 1, seed: "words" });
  const scan = (...more: string[]) => refusal("scan", folder, "--population", "Residents", ...more, ...here);
  expect(await scan("--set", "decimalLatitude=95", "--set", "decimalLongitude=0")).toContain(
    "--set decimalLatitude=95: 95 is out of range: write a number from -90 to 90.",
  );
  expect(await scan("--set", "individualCount=many")).toContain("--set individualCount=many: it is not a number");
  expect(await scan("--set", "locality=")).toContain("--set locality=: it is empty: write something.");
  expect(await scan("--set", "license=mine")).toContain("mine is none of public, attribution, organisation.");
  expect(await run(["scan", folder, "--population", "Residents", ...here])).toBe(0);
  const clock = ["clock", "--camera", "1", "--actual", "2024-05-01T09:30:00", ...here];
  expect(await refusal(...clock, "--shown", "noon")).toContain("--shown: a local time such as 2024-07-15T10:00:03.");
  expect(await refusal("individuals", "--examples", "X", ...here)).toContain("X: X has 1 character: write at least 2.");
  expect(await refusal("area", "--set", "95N,1,96N,2", ...here)).toContain(
    "such as 47.5N,125W,50N,122W: south 95 is out of range: write a number from -90 to 90.",
  );
  expect(await refusal("area", "--set", "50N,1,40N,2", ...here)).toContain(
    ": the south has to lie south of the north.",
  );
  expect(await refusal("settings", "set", "network.uploadCap=1kbit", ...here)).toContain(
    "network.uploadCap: 1 kbit/s is out of range: write a rate from 8 kbit/s to 10 Gbit/s, or none",
  );
  expect(await refusal("settings", "set", "network.peakPercent=0", ...here)).toContain(
    "network.peakPercent: 0 is out of range: write a number from 1 to 100",
  );
});

test("a name of which nothing was said cannot be forgotten, and that is said", async () => {
  const here = ["--data", aFolder()];
  const folder = join(aFolder(), "Season");
  await drawSeason(folder, { encounters: 1, imagesPerEncounter: 1, seed: "forget" });
  expect(await run(["scan", folder, "--population", "Residents", ...here])).toBe(0);
  expect(await refusal("alias", "Nobdy", "--forget", ...here)).toContain(
    "nothing was said of Nobdy, so nothing is forgotten; landfall people lists the names.",
  );
  expect(await run(["alias", "BW", "Bill Wood", ...here])).toBe(0);
  expect(await run(["alias", "BW", "--forget", ...here])).toBe(0);
});
