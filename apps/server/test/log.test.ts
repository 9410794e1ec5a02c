import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { LandfallError } from "@landfall/protocol";
import { expect, test } from "vitest";
import { createLog, openLog } from "../src/log.ts";
import { aService, ask, readText } from "./a-service.ts";

const canary = "c4n4ry";

test("no secret is written down, wherever it hides", () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line));
  const cause = new Error(`PUT https://blob.example/x?sv=1&sig=${canary}&se=2 refused`);
  log.warn(`Bearer ${canary} was refused for lfk_${canary}`, {
    headers: { note: `authorization: Bearer ${canary}` },
    error: new LandfallError("SAS_REFUSED", { detail: `https://h/sign-in?code=${canary}`, cause }),
    list: [`cookie: landfall_session_1=${canary}`],
  });
  expect(lines.join("")).toContain("SAS_REFUSED");
  expect(lines.join("")).not.toContain(canary);
});

test("an error that nobody foresaw is in the log, and its inside not in the answer", async () => {
  const changeSettings = () => {
    throw new TypeError(`broken with ?sig=${canary}`);
  };
  const { host, token, dataFolder } = await aService({ handlers: { changeSettings } });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await ask(host, "/api/v1/settings", { method: "PATCH", headers, body: '{"transfers":1}' });
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain("broken");
  const log = readText(dataFolder, "logs/station.log");
  expect(log).toContain("broken with");
  expect(log).not.toContain(canary);
  expect(log).not.toContain(token);
});

test.runIf(process.platform === "linux")("a log for which the disk has no room ends no station", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "landfall-log-"));
  mkdirSync(path.join(folder, "logs"));
  symlinkSync("/dev/full", path.join(folder, "logs/station.log"));
  const log = openLog(folder);
  for (let line = 0; line < 3; line++) expect(() => log.info("there is no room for this")).not.toThrow();
  // What nobody listens for would end the process now.
  await setImmediate();
  rmSync(folder, { recursive: true });
});
