/** What `scan` and `scans` say of a scan that did not come to its end. */
import { PopulationId, ScanJobId, type ScanJobView } from "@landfall/protocol";
import { expect, test } from "vitest";
import { run } from "../../src/cli/main.ts";
import { aFolder, aService } from "../a-service.ts";
import { emptySnapshot } from "../a-station.ts";
import { terminal } from "./terminal.ts";

const { stdout, stderr } = terminal();

const aJob = (state: ScanJobView["state"]): ScanJobView => ({
  id: ScanJobId.parse(crypto.randomUUID()),
  name: "July",
  populationId: PopulationId.parse(crypto.randomUUID()),
  folders: ["/photos"],
  state,
  isPaused: false,
  watchMinutes: null,
  startedAt: "2026-07-01T10:00:00Z",
  files: { found: 7, images: 7, unreadable: 0, ignored: 0 },
  folder: null,
  result: null,
  error: null,
});

test("a scan whose station ended says what is kept, and how to go on with it", async () => {
  const job = aJob("running");
  let end = async (): Promise<void> => {};
  const { dataFolder, stop } = await aService({
    handlers: {
      scan: () => {
        setImmediate(() => void end());
        return job;
      },
      scanJob: () => job,
    },
  });
  end = stop;
  expect(await run(["scan", aFolder(), "--population", "Residents", "--data", dataFolder])).not.toBe(0);
  const text = stderr.text();
  expect(text).toContain("The station ended while the scan was at work.");
  expect(text).toContain(`What was read stays known; go on with: landfall scans ${job.id} --resume`);
  expect(text).not.toContain("npm start");
});

test("a scan that was cut short is called so, with the command that goes on with it", async () => {
  const job = aJob("interrupted");
  const { dataFolder } = await aService({ handlers: { snapshot: () => ({ ...emptySnapshot, scanJobs: [job] }) } });
  expect(await run(["scans", job.id, "--data", dataFolder])).toBe(0);
  expect(stdout.text()).toContain(`${job.id}  interrupted  July`);
  expect(stdout.text()).toContain(`go on with: landfall scans ${job.id} --resume`);
});
