/** A station that is told other patterns of a scan job, and is killed when a part of the new version is stored. */
import type { ScanJobId } from "@landfall/protocol";
import { createStation } from "../../src/station/compose.ts";
import { encountersUnshown } from "./storing.ts";

const [dataFolder, id, patterns] = process.argv.slice(2) as [string, ScanJobId, string];
const log = { info: () => {}, warn: () => {} };
const station = await createStation({ dataFolder, allowedRoots: [], version: "0.0.0-test", log });
const call = { who: { kind: "token" as const }, signal: new AbortController().signal, context: undefined as never };

const look = () => {
  if (encountersUnshown(dataFolder) > 0) process.kill(process.pid, "SIGKILL");
  setImmediate(look);
};
look();
await station.handlers.setPatterns({ params: { id }, body: { patterns: JSON.parse(patterns) } }, call);
console.error("The draft was stored before anybody could see a part of it.");
process.exit(1);
