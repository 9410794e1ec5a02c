/** What a person sets, and where it takes effect. */
import { inSlices, markAllToJudge, patchSettings, rederivingAll, setMoment, settings, write } from "@landfall/db";
import { type ActivityActor, type SettingsPatch, type StationSettings, settingChanges } from "@landfall/protocol";
import { note } from "./activity.ts";
import type { StationContext } from "./context.ts";
import { refuseUnreadable } from "./schedule.ts";
import { turn } from "./turn.ts";

/** Stores the change with a note of what it was before; running work follows it at once, and thousands of encounters in slices. */
export async function changeSettings(
  { db, runs }: Pick<StationContext, "db" | "runs">,
  patch: SettingsPatch,
  actor: ActivityActor,
): Promise<StationSettings> {
  if (patch.schedule) refuseUnreadable(patch.schedule);
  const before = settings(db);
  const after = write(db, () => {
    const changed = patchSettings(db, patch);
    // What passed before a time was chosen was not missed.
    if (patch.schedule) setMoment(db, "schedule", db.now());
    if (changed.license !== before.license) markAllToJudge(db);
    const detail = settingChanges(before, changed).join("; ");
    if (detail) note(db, actor, { category: "settings", action: "settingsChanged", subject: [], detail });
    return changed;
  });
  runs.engine.follow(after);
  if (after.license !== before.license) await inSlices(db, rederivingAll(db), turn);
  return after;
}
