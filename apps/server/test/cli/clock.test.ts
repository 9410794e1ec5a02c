import { join } from "node:path";
import { expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { run } from "../../src/cli/main.ts";
import { aFolder } from "../a-service.ts";
import { terminal } from "./terminal.ts";

const { stdout, stderr } = terminal();

async function season(): Promise<string[]> {
  const here = ["--data", aFolder()];
  const folder = join(aFolder(), "Season");
  await drawSeason(folder, { encounters: 1, imagesPerEncounter: 1, seed: "clock" });
  expect(await run(["scan", folder, "--population", "Residents", ...here])).toBe(0);
  return here;
}

test("a correction tells the times before and after, and taken back the other way round", async () => {
  const here = await season();
  const moments = ["--shown", "2024-05-01T09:30:00", "--actual", "2024-05-03T09:30:00"];
  expect(await run(["clock", "--camera", "1", ...moments, ...here])).toBe(0);
  expect(stdout.text()).toMatch(/1 image corrected, 1 of them to another day\.\n {2}.*: 2024-05-01T.* → 2024-05-03T/);
  expect(await run(["cameras", ...here])).toBe(0);
  expect(stdout.text()).toContain(
    [
      "   Its clock was 2 d behind. Corrected for all its photographs.",
      "     Known from: it showed 1 May 2024 09:30:00 when it was 3 May 2024 09:30:00.",
    ].join("\n"),
  );
  const id = /landfall clock --undo (\S+)/.exec(stdout.text())?.[1] ?? "";
  expect(await run(["clock", "--undo", id, ...here])).toBe(0);
  expect(stdout.text()).toMatch(/1 image restored, 1 of them to another day\.\n {2}.*: 2024-05-03T.* → 2024-05-01T/);
});

test("a number that is no camera's is named, and not called missing", async () => {
  const here = await season();
  expect(await run(["cameras", "--camera", "99", "--photographer", "Ann", ...here])).toBe(1);
  expect(stderr.text()).toContain(
    "--camera 99 is none of them: a number or a serial number of landfall cameras, which has",
  );
  expect(await run(["clock", "--shown", "2024-05-01T09:30:00", "--actual", "2024-05-01T09:31:00", ...here])).toBe(1);
  expect(stderr.text()).toContain("--camera N is missing");
});

test("dates that do not hold the moment are refused, and a correction of no image says that it is of none", async () => {
  const here = await season();
  const clock = ["clock", "--camera", "1", "--shown", "2022-07-05T07:32:00", "--actual", "2023-07-05T08:32:00"];
  expect(await run([...clock, "--from", "2023-07-01", "--to", "2023-12-31", ...here])).toBe(1);
  expect(stderr.text()).toContain(
    "the moment that the camera showed, 2022-07-05T07:32:00, does not lie within the dates from and to; these are by the camera's clock too",
  );
  expect(await run([...clock, "--from", "2022-07-01", "--to", "2022-12-31", ...here])).toBe(0);
  expect(stdout.text()).toContain("No image is corrected: none that was scanned is of this camera and of these dates");
});
