/** What `deny` says of what it leaves as it was, and `review` of a version that has been replaced. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { run } from "../../src/cli/main.ts";
import { aFolder, aService } from "../a-service.ts";
import { terminal } from "./terminal.ts";

const { stdout } = terminal();

const id = ManifestId.parse(crypto.randomUUID());
const encounters = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
const named = encounters.flatMap((each) => ["--encounter", each]);

test("deny says how many are approved and stay, how many were denied already, and what stays on the hub", async () => {
  const answers = [
    { changed: 0, undo: null, otherwise: [], stayApproved: 2, imagesOnHub: 0 },
    { changed: 3, undo: null, otherwise: [], stayApproved: 0, imagesOnHub: 7 },
  ];
  const { dataFolder } = await aService({ handlers: { decide: () => answers.shift() as never } });
  expect(await run(["deny", id, ...named, "--data", dataFolder])).toBe(3);
  expect(stdout.text()).toContain("0 encounters denied.");
  expect(stdout.text()).toContain(
    `2 encounters are approved and stay so. Reopen them first: landfall reopen ${id} --encounter ID`,
  );
  expect(stdout.text()).toContain("1 encounter was so already.");
  stdout.clear();
  expect(await run(["deny", id, ...named, "--data", dataFolder])).toBe(0);
  expect(stdout.text()).toContain("7 images of what was denied are on the hub and stay there.");
  expect(stdout.text()).not.toContain("already");
});

test("review of a version that was replaced names the newer one and its command", async () => {
  const here = ["--data", aFolder()];
  const folder = join(aFolder(), "Season");
  const manifestOf = async (): Promise<string> => {
    stdout.clear();
    expect(await run(["scan", folder, "--population", "Residents", "--json", ...here])).toBe(0);
    return JSON.parse(stdout.text()).manifestId;
  };
  const [drawn] = await drawSeason(folder, { encounters: 1, imagesPerEncounter: 1, seed: "replaced" });
  const older = await manifestOf();
  const [another] = await drawSeason(aFolder(), { encounters: 1, imagesPerEncounter: 1, seed: "added" });
  copyFileSync(another?.images[0]?.path ?? "", join(drawn?.images[0]?.path ?? "", "../added.jpg"));
  const newer = await manifestOf();
  stdout.clear();
  expect(await run(["review", older, ...here])).toBe(0);
  expect(stdout.text()).toContain(`Version 2 has taken its place: landfall review ${newer}`);
  stdout.clear();
  expect(await run(["review", newer, ...here])).toBe(0);
  expect(stdout.text()).not.toContain("taken its place");
});
