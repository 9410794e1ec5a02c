/** One walk, scan or rescan of a tree in a process of its own. */
import { lstatSync, readdirSync } from "node:fs";
import path from "node:path";
import {
  closeDatabase,
  ensurePopulation,
  knownFiles,
  knownFolder,
  openDatabase,
  startReading,
  storeFiles,
  storeProgress,
} from "@landfall/db";
import { scanFolders } from "@landfall/survey";
import { startMeasuring } from "./measure.ts";
import { readJob } from "./processes.ts";

export interface SurveyJob {
  readonly what: "walk" | "read";
  readonly root: string;
  readonly database: string;
}

const { what, root, database } = await readJob<SurveyJob>();

/** Nothing but the names and the state of every file, the fastest way Node has. */
function walk(folder: string): number {
  let files = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) files += walk(at);
    else if (lstatSync(at).size >= 0) files += 1;
  }
  return files;
}

/** As the station reads a scan job: what is known from its database, what is found into it. */
async function read(): Promise<number> {
  const db = openDatabase(database);
  const population = ensurePopulation(db, "Residents");
  const reading = startReading(db, { population: population.id, name: "Season", folders: [root] });
  let stored = 0;
  const tally = await scanFolders(
    { roots: [root] },
    {
      files(batch, progress, folders) {
        stored = storeFiles(db, reading.reading, [root], stored, batch, folders);
        storeProgress(db, reading, progress, progress.folder);
      },
    },
    {
      cache: {
        lookup: (folder, keys) => knownFiles(db, folder, keys),
        folder: (folder, state) => knownFolder(db, folder, state),
      },
    },
  );
  db.sql.prepare("UPDATE reading SET state = 'done' WHERE pk = ?").run(reading.reading);
  closeDatabase(db);
  return tally.images;
}

const measure = startMeasuring();
const files = what === "walk" ? walk(root) : await read();
console.log(JSON.stringify({ ...measure(), files }));
