/** The machine stays awake as long as a run moves something, if that is set. */
import { runRecord, type StationDatabase, settings } from "@landfall/db";
import { type KeepAwake, openKeepAwake } from "./keep-awake.ts";
import type { StationOptions } from "./port.ts";
import type { Runs } from "./runs.ts";

/** Events come by the hundred; whether the machine may sleep is asked rarely. */
const lookAfterMs = 250;

export function keepAwakeWhileAtWork(
  db: StationDatabase,
  runs: Runs,
  log: StationOptions["log"],
  keepAwake: KeepAwake = openKeepAwake(log),
): Pick<KeepAwake, "stop"> {
  let timer: NodeJS.Timeout | undefined;
  const isMoving = () =>
    runs.live().some((run) => runRecord(db, run.task.run).state === "running" && !run.status().settled);
  const look = () => {
    timer = undefined;
    keepAwake.want(settings(db).keepAwake && isMoving());
  };
  const onChange = () => {
    timer ??= setTimeout(look, lookAfterMs).unref();
  };
  db.listeners.add(onChange);
  return {
    stop: () => {
      db.listeners.delete(onChange);
      clearTimeout(timer);
      keepAwake.stop();
    },
  };
}
