/** Whether a scan job's folders are looked at by themselves. */
import { type StationDatabase, setWatch, write } from "@landfall/db";
import type { ActivityActor, ScanJobId, ScanJobView } from "@landfall/protocol";
import { note } from "./activity.ts";
import { counted } from "./why-words.ts";

export const watchJob = (
  db: StationDatabase,
  id: ScanJobId,
  minutes: number | null,
  actor: ActivityActor,
): ScanJobView =>
  write(db, () => {
    const job = setWatch(db, id, minutes);
    const detail = minutes === null ? "not watched" : `read after ${counted(minutes, "quiet minute")}`;
    note(db, actor, {
      category: "scan",
      action: "watchSet",
      subject: [{ kind: "scanJob", id, name: job.name }],
      detail,
    });
    return job;
  });
