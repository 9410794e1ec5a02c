import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync, watch, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keepAwakeCommand, openKeepAwake } from "../../src/station/keep-awake.ts";
import { temporaryFolder } from "./support.ts";

/** A command of this name on the PATH that notes how it was called and when it ends. */
function fakeCommand(name: string, body = 'cat > /dev/null\necho "let go" >> "$NOTES"') {
  const folder = temporaryFolder("awake");
  const notes = path.join(folder, "notes");
  writeFileSync(path.join(folder, name), `#!/bin/sh\necho "$@" >> "$NOTES"\n${body}\n`);
  chmodSync(path.join(folder, name), 0o755);
  const said = () => (existsSync(notes) ? readFileSync(notes, "utf8") : "");
  const says = (text: string) =>
    new Promise<void>((resolve) => {
      const watcher = watch(folder, () => look());
      const look = () => {
        if (!said().includes(text)) return;
        watcher.close();
        resolve();
      };
      look();
    });
  return { env: { PATH: `${folder}:${process.env.PATH}`, NOTES: notes }, said, says };
}

function withEnvironment(env: Record<string, string>) {
  const before = { ...process.env };
  Object.assign(process.env, env);
  onTestFinished(() => {
    process.env = before;
  });
}

const silent = { info: () => {}, warn: () => {} };

test("while it is wanted one command holds the machine awake, and it ends when it is not", async () => {
  const { env, said, says } = fakeCommand("systemd-inhibit");
  withEnvironment(env);
  const awake = openKeepAwake(silent, "linux");
  awake.want(true);
  awake.want(true);
  await says("--what=idle:sleep");
  awake.want(false);
  await says("let go");
  expect(said().match(/--what/g)).toHaveLength(1);
});

test("it ends with the station, also when that is killed", async () => {
  const { env, says } = fakeCommand("systemd-inhibit");
  const script = `
    import { openKeepAwake } from ${JSON.stringify(path.resolve(import.meta.dirname, "../../src/station/keep-awake.ts"))};
    openKeepAwake({ info() {}, warn() {} }, "linux").want(true);
    setInterval(() => {}, 1000);`;
  const station = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    env: { ...process.env, ...env },
    stdio: "ignore",
  });
  await says("--what=idle:sleep");
  station.kill("SIGKILL");
  await once(station, "exit");
  await says("let go");
});

test("where there is no such command, or it refuses, it is said once and the sync goes on", async () => {
  withEnvironment({ PATH: temporaryFolder("nothing") });
  const lines: unknown[] = [];
  const told = Promise.withResolvers<void>();
  const log = {
    info: (...line: unknown[]) => {
      lines.push(line);
      told.resolve();
    },
    warn: () => {},
  };
  const awake = openKeepAwake(log, "linux");
  awake.want(true);
  await told.promise;
  awake.want(false);
  awake.want(true);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject(["the machine cannot be kept awake by this station", { command: "systemd-inhibit" }]);
});

test("each system has its own command, which reads from a pipe; an unknown one has none", () => {
  expect(keepAwakeCommand("linux")?.args.at(-1)).toBe("cat");
  expect(keepAwakeCommand("darwin")).toEqual({ command: "caffeinate", args: ["-i", "-s", "cat"] });
  expect(keepAwakeCommand("win32")?.args.at(-1)).toContain("SetThreadExecutionState");
  expect(keepAwakeCommand("freebsd")).toBeUndefined();
});
