// npm runs a script through a shell, and neither hands every end of npm on to the script. This notices it.
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const lookEveryMs = 500;

/** The process that started this one; undefined where the system does not say. */
function parentOf(pid) {
  try {
    // pid (name, which may hold anything) state ppid …
    return Number(
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) \S+ /s, "")
        .split(" ")[0],
    );
  } catch {
    return undefined;
  }
}

/** npm's shell and, where it can be seen, npm. */
const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;

/** Ends this process (SIGTERM) when npm, which runs this very script, is gone. */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_script?.includes(basename(process.argv[1] ?? "?"))) return;
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, lookEveryMs);
  timer.unref();
}
