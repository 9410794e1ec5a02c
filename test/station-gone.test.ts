import { afterAll, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import { landfall, newStation, removeFolders, startLandfall, startTestHub, tempFolder } from "./support/landfall.ts";
import { endAll, landfallBin, start } from "./support/process.ts";

afterAll(async () => {
  await endAll();
  await removeFolders();
});

test("a station that was killed in a sync is not said to be at work, and the sync that lost it says how to go on", async () => {
  const hub = await startTestHub();
  const season = await tempFolder("season");
  await drawSeason(season, { encounters: 2, imagesPerEncounter: 4, seed: "gone" });
  const station = await newStation(hub.url, hub.key);
  const service = startLandfall(station, "start", "--port", "0");
  await service.says(/sign-in\?code=/);
  const { manifestId } = (await landfall(station, "scan", season, "--population", "Orcas")).json;
  await landfall(station, "approve", manifestId);
  // So slow that it does not come to its end.
  expect((await landfall(station, "settings", "set", "network.uploadCap=8kbit")).code).toBe(0);
  const sync = startLandfall(station, "sync", manifestId);
  const reason = async () => (await landfall(station, "status")).json.why.station.reason;
  while ((await reason()) !== "moving");
  await service.kill();

  const lost = await sync.ended;
  expect(lost.code).toBe(1);
  expect(lost.stderr).toContain("The station ended while the sync was at work.");
  expect(lost.stderr).toContain("landfall start");
  expect((await landfall(station, "status")).json.why.station).toMatchObject({
    reason: "stopped",
    sentence: expect.stringMatching(/^The station is not running; \d approved images? waits?\.$/),
    inTerminal: "Go on: landfall start",
  });
  const told = { state: "stopped", id: expect.any(String), manifestId };
  expect((await landfall(station, "status")).json.runs).toMatchObject([told]);
  expect((await landfall(station, "queue")).json.items).toMatchObject([{ run: told }]);
  const { stdout } = await start([landfallBin, "queue", "--data", station]).ended;
  expect(stdout).toContain("Waits for the station.");
  expect(stdout).toContain("The station is not running. Go on: landfall start");
});
