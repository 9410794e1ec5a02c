/** A draft that is large enough to be grouped in a thread of its own, and what of it is stored that nobody sees yet. */
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { closeDatabase, snapshotOf } from "@landfall/db";
import { drawFrame, withComment } from "../../../../fixtures/index.ts";

export const days = ["2024-07-15", "2024-07-16", "2024-07-17", "2024-07-18"];
export const perDay = 350;
export const otherPattern = "{date}_{locality}";

/** Each photograph with its own bytes, in a folder of its day. */
export async function drawDays(root: string): Promise<void> {
  const picture = await drawFrame({ seed: "storing", width: 32 });
  const drawnAt = new Date("2024-08-01T00:00:00Z");
  for (const day of days) {
    const folder = join(root, `${day}_Haro Strait`);
    await mkdir(folder, { recursive: true });
    for (let at = 0; at < perDay; at++) {
      const file = join(folder, `DSC_${String(at).padStart(4, "0")}.JPG`);
      await writeFile(file, withComment(picture, file));
      await utimes(file, drawnAt, drawnAt);
    }
  }
}

/** Encounters of a version that is being stored, as another connection sees them. */
export function encountersUnshown(dataFolder: string): number {
  const db = snapshotOf({ file: join(dataFolder, "station.db"), session: "" });
  try {
    const count = "SELECT COUNT(*) FROM encounter AS e JOIN manifest AS m ON m.id = e.manifest WHERE m.version = 0";
    return db.sql.prepare(count).pluck().get() as number;
  } finally {
    closeDatabase(db);
  }
}
