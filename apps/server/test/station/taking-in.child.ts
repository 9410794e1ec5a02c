/** A station that takes in a project, and is killed when so many of the rows of this table are stored. */
import { join } from "node:path";
import { closeDatabase, snapshotOf } from "@landfall/db";
import { createStation } from "../../src/station/compose.ts";

const [dataFolder, file, table] = process.argv.slice(2) as [string, string, string];
const log = { info: () => {}, warn: () => {} };
const station = await createStation({ dataFolder, allowedRoots: [], version: "0.0.0-test", log });
const call = { who: { kind: "token" as const }, signal: new AbortController().signal, context: undefined as never };

function look() {
  const db = snapshotOf({ file: join(dataFolder, "station.db"), session: "" });
  const isThere = db.sql.prepare(`SELECT 1 FROM taking_in WHERE EXISTS (SELECT 1 FROM ${table})`).get() !== undefined;
  closeDatabase(db);
  if (isThere) process.kill(process.pid, "SIGKILL");
  setImmediate(look);
}
look();
await station.handlers.importProject({ body: { file, roots: [] } }, call);
console.error("The project was there before anybody could see a part of it.");
process.exit(1);
