/**
 * Keeps the machine from falling asleep while a sync is at work. A child process holds the wish; it reads from a pipe of
 * ours and ends when that closes, which it does however this process ends.
 */
import { type ChildProcess, spawn } from "node:child_process";
import type { StationOptions } from "./port.ts";

export interface KeepAwakeCommand {
  readonly command: string;
  readonly args: readonly string[];
}

const why = "Photographs are on their way to the hub";

/** ES_CONTINUOUS | ES_SYSTEM_REQUIRED, for as long as the shell lives. */
const windowsScript = [
  "$type = Add-Type -PassThru -Namespace Landfall -Name Power -MemberDefinition",
  `'[DllImport("kernel32.dll")] public static extern uint SetThreadExecutionState(uint flags);';`,
  "[void]$type::SetThreadExecutionState([uint32]'0x80000001'); [void][Console]::In.ReadToEnd()",
].join(" ");

/** Undefined where nothing is known that does it. */
export function keepAwakeCommand(platform: NodeJS.Platform): KeepAwakeCommand | undefined {
  switch (platform) {
    case "linux":
      return {
        command: "systemd-inhibit",
        args: ["--what=idle:sleep", "--who=Landfall", `--why=${why}`, "--mode=block", "cat"],
      };
    case "darwin":
      return { command: "caffeinate", args: ["-i", "-s", "cat"] };
    case "win32":
      return { command: "powershell.exe", args: ["-NoProfile", "-NonInteractive", "-Command", windowsScript] };
    default:
      return undefined;
  }
}

export interface KeepAwake {
  /** Holds or lets go. */
  readonly want: (awake: boolean) => void;
  readonly stop: () => void;
}

type State = { kind: "free" } | { kind: "held"; child: ChildProcess } | { kind: "impossible" };

export function openKeepAwake(log: StationOptions["log"], platform: NodeJS.Platform = process.platform): KeepAwake {
  const found = keepAwakeCommand(platform);
  let state: State = found ? { kind: "free" } : { kind: "impossible" };

  /** Where it does not work the sync goes on all the same, and it is not tried again before the next start. */
  const giveUp = (child: ChildProcess, reason: string) => {
    if (state.kind !== "held" || state.child !== child) return;
    state = { kind: "impossible" };
    log.info("the machine cannot be kept awake by this station", { command: found?.command, reason });
  };

  const hold = ({ command, args }: KeepAwakeCommand) => {
    const child = spawn(command, args, { stdio: ["pipe", "ignore", "ignore"], windowsHide: true });
    state = { kind: "held", child };
    child.on("error", ({ message }) => giveUp(child, message));
    child.on("exit", (code, signal) => giveUp(child, `it ended with ${signal ?? code}`));
    // A pipe that breaks with its reader is told by the exit.
    child.stdin.on("error", () => {});
    child.unref();
  };

  const release = () => {
    if (state.kind !== "held") return;
    const { child } = state;
    state = { kind: "free" };
    child.stdin?.end();
  };

  return {
    want: (awake) => {
      if (!awake) release();
      else if (found && state.kind === "free") hold(found);
    },
    stop: release,
  };
}
