import { defaultSettings } from "@landfall/protocol";
import { expect, test } from "vitest";
import { run } from "../../src/cli/main.ts";
import { aFolder } from "../a-service.ts";
import { terminal } from "./terminal.ts";

const { stdout, stderr } = terminal();

test("what is set is kept, shown, and noted in the activity log with what it was before", async () => {
  const dataFolder = aFolder();
  const here = ["--json", "--data", dataFolder];
  expect(await run(["settings", ...here])).toBe(0);
  expect(stdout.lastObject()).toEqual(defaultSettings);
  expect(await run(["settings", "set", "network.uploadCap=2Mbit", "transfers=3", ...here])).toBe(0);
  const after = {
    ...defaultSettings,
    transfers: 3,
    network: { ...defaultSettings.network, uploadCap: 2_000_000 },
  };
  expect(stdout.lastObject()).toEqual(after);
  expect(await run(["settings", "set", "uploadCap=2 Mbit/s", ...here])).toBe(0);
  expect(await run(["settings", "--data", dataFolder])).toBe(0);
  expect(stdout.text()).toMatch(/network\.uploadCap +Upload cap: 2 Mbit\/s/);
  expect(await run(["activity", "--category", "settings", ...here])).toBe(0);
  expect(stdout.lastObject()).toMatchObject({
    total: 1,
    entries: [{ actor: "command line", detail: "Images at once: auto → 3; Upload cap: none → 2 Mbit/s" }],
  });
});

test("a mistake says what can be written, and changes nothing", async () => {
  const dataFolder = aFolder();
  const set = (...pairs: string[]) => run(["settings", "set", ...pairs, "--data", dataFolder]);
  expect(await set("transfers=2", "uploadCap=2MB/s")).toBe(1);
  expect(stderr.text()).toContain("network.uploadCap 2MB/s: write a rate such as 2Mbit or 256kbit, or none.");
  expect(await set("speed=1")).toBe(1);
  expect(stderr.text()).toContain("there is no setting speed; the settings are transfers, ");
  expect(await set("uploadCap")).toBe(1);
  expect(await set()).toBe(1);
  expect(await run(["settings", "uploadCap=2Mbit"])).toBe(1);
  expect(await set("uploadCap=100bit")).toBe(1);
  expect(stderr.text()).toContain("network.uploadCap: ");
  expect(await run(["settings", "--json", "--data", dataFolder])).toBe(0);
  expect(stdout.lastObject()).toEqual(defaultSettings);
});
