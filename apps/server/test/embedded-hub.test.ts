import { execFileSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { createClient, fetchTransport, hubApiPrefix, hubContract } from "@landfall/protocol";
import { expect, onTestFinished, test } from "vitest";
import { createHubKey } from "../src/embedded-hub/key.ts";
import { superviseHub } from "../src/embedded-hub/supervisor.ts";
import { createLog } from "../src/log.ts";
import { aFolder } from "./a-service.ts";

const log = createLog(() => {});

const hubAt = (port: number, token?: string) =>
  createClient(
    hubContract,
    fetchTransport({ baseUrl: `http://127.0.0.1:${port}${hubApiPrefix}`, ...(token && { token }) }),
  );

/** The processes that run a hub on this folder. */
const hubsOn = (folder: string): number[] =>
  execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(folder) && line.includes("landfall-hub"))
    .map((line) => Number.parseInt(line, 10));

async function untilAnswers(port: number): Promise<void> {
  const isUp = () =>
    hubAt(port)
      .health()
      .then(
        () => true,
        () => false,
      );
  while (!(await isUp())) await wait(50);
}

test("a hub that is killed comes back on its port, and is gone when the station stops", async () => {
  const dataFolder = aFolder();
  const hub = await superviseHub({ dataFolder, port: 0, log });
  onTestFinished(hub.stop);
  const [first, ...others] = hubsOn(dataFolder);
  expect(others).toEqual([]);
  process.kill(first ?? 0, "SIGKILL");
  await untilAnswers(hub.port);
  expect(hubsOn(dataFolder)).not.toContain(first);
  await hub.stop();
  expect(hubsOn(dataFolder)).toEqual([]);
});

test("a hub has the port it had last time, and its keys open what they were made for", async () => {
  const dataFolder = aFolder();
  const { port, stop } = await superviseHub({ dataFolder, port: 0, log });
  await stop();
  const again = await superviseHub({ dataFolder, port, log });
  onTestFinished(again.stop);
  expect(again.port).toBe(port);
  const { key } = await createHubKey(dataFolder, ["North", "South"]);
  const { populations } = await hubAt(port, key).me();
  expect(populations.map(({ name }) => name).sort()).toEqual(["North", "South"]);
});
