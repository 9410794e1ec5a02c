import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, test } from "vitest";

const watch = new URL("../npm-watch.mjs", import.meta.url).href;

test("a script ends when the shell in which npm runs it is gone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "landfall-npm-watch-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const script = join(folder, "script.mjs");
  writeFileSync(
    script,
    `import { endWithNpm } from "${watch}"; endWithNpm(); setInterval(() => {}, 1000); console.log("runs");`,
  );
  const shell = spawn("sh", ["-c", `"${process.execPath}" "${script}"; true`], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, npm_lifecycle_script: "node script.mjs" },
  });
  await once(shell.stdout, "data");
  shell.kill("SIGKILL");
  // The pipe is the script's too: it closes when both are gone.
  await once(shell, "close");
});
