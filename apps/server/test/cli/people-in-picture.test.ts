/** What `review --images` says of photographs with people in them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawFrame, withExif, withIptc } from "../../../../fixtures/index.ts";
import { run } from "../../src/cli/main.ts";
import { aDataFolder, aFolder } from "../a-service.ts";
import { terminal } from "./terminal.ts";

const { stdout } = terminal();

test("review says where it is from that people are in a picture", async () => {
  const here = ["--data", aDataFolder()];
  const folder = join(aFolder(), "2024-07-15_Haro Strait", "BW");
  mkdirSync(folder, { recursive: true });
  const frame = withExif(await drawFrame({ seed: "people", width: 64 }), { dateTimeOriginal: "2024:07:15 10:00:00" });
  writeFileSync(join(folder, "IMG_1.jpg"), withIptc(frame, [[25, "Menschen"]]));
  expect(await run(["scan", folder, "--population", "Residents", "--json", ...here])).toBe(0);
  const { manifestId } = stdout.lastObject();
  expect(await run(["review", manifestId, "--images", ...here])).toBe(0);
  expect(stdout.text()).toContain("IMG_1.jpg  people in the picture, which is from the keyword “Menschen”");
});
