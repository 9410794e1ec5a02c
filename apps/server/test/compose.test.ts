import { existsSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type RunStationOptions, runStation } from "../src/compose.ts";
import { findStation } from "../src/lock.ts";
import { aFolder, aService } from "./a-service.ts";
import { aStation } from "./a-station.ts";

const run = (options: Partial<RunStationOptions>) =>
  runStation({
    createStation: aStation().create,
    dataFolder: "",
    port: 0,
    allowedRoots: [],
    kind: "service",
    embeddedHub: "never",
    ...options,
  });

test("a running station says where it is to whoever may read its folder", async () => {
  const { dataFolder, url, token } = await aService();
  expect(findStation(dataFolder)).toMatchObject({ port: Number(new URL(url).port), token, kind: "service" });
  expect(statSync(path.join(dataFolder, "station.json")).mode & 0o777).toBe(0o600);
});

test("a second station on the same folder is refused and leaves the first alone", async () => {
  const { dataFolder, client } = await aService();
  await expect(run({ dataFolder })).rejects.toMatchObject({ code: "DATA_FOLDER_LOCKED" });
  expect((await client.snapshot()).version).toBe("0.1.0");
});

test("a stopped station gives everything back, and its caller is told that it is gone", async () => {
  const { dataFolder, client, stop, station } = await aService();
  await stop();
  expect(station.calls).toEqual(["resume", "stop"]);
  expect(existsSync(path.join(dataFolder, "station.json"))).toBe(false);
  await expect(client.snapshot()).rejects.toMatchObject({ code: "STATION_NOT_RUNNING" });
  const next = await run({ dataFolder });
  await next.stop();
});

test("a station for one command leaves unfinished runs alone", async () => {
  const station = aStation();
  const running = await run({ createStation: station.create, dataFolder: aFolder(), kind: "command" });
  await running.stop();
  expect(station.calls).toEqual(["stop"]);
});

test("a taken port is named, and the folder is free again", async () => {
  const { url } = await aService();
  const port = Number(new URL(url).port);
  const dataFolder = aFolder();
  await expect(run({ dataFolder, port })).rejects.toMatchObject({
    code: "PORT_TAKEN",
    detail: `Port ${port} is taken by another program.`,
  });
  const next = await run({ dataFolder });
  onTestFinished(next.stop);
});

test("a folder that cannot be made is named", async () => {
  const file = path.join(aFolder(), "file");
  writeFileSync(file, "");
  const below = process.platform === "linux" ? ["/proc/nowhere"] : [];
  for (const dataFolder of [path.join(file, "data"), ...below])
    await expect(run({ dataFolder })).rejects.toMatchObject({
      code: "DATA_FOLDER_UNWRITABLE",
      detail: expect.stringContaining(dataFolder),
    });
});
