/** A hub that may die at an edge. Started by `world.ts`. */
import { flushCompileCache } from "node:module";
import path from "node:path";
import type { BlobsChoice } from "../../../apps/hub/src/index.ts";
import { hubApiPrefix, hubContract } from "../../../packages/protocol/src/index.ts";
import { type Arm, arm } from "./edge.ts";
import { watchFiles } from "./watch-files.ts";
import { watchRequests } from "./watch-requests.ts";
import { watchSql } from "./watch-sql.ts";

export interface HubSettings {
  readonly dataFolder: string;
  readonly port: number;
  readonly blobs: BlobsChoice;
  /** How far its clock is ahead: what was seen lately is then looked at again. */
  readonly aheadMs: number;
  /** Armed before anything is opened. */
  readonly arm?: Arm | undefined;
}

const settings = JSON.parse(process.argv[2] ?? "") as HubSettings;
if (settings.aheadMs > 0) {
  const now = Date.now;
  Date.now = () => now() + settings.aheadMs;
}
/** What a station does to a hub. */
const acts = new Set(["known", "match", "findOrCreate", "openSessions", "commit"]);

arm(settings.arm);
watchSql();
watchRequests(hubContract, hubApiPrefix, (name) => acts.has(name) || name.startsWith("Put "));
watchFiles(path.join(settings.dataFolder, "hub", "blobs"), "worker");

process.on("message", (order: { arm: Arm | null }) => arm(order.arm ?? undefined));
process.once("disconnect", () => process.exit(0));

const { startHub } = await import("../../../apps/hub/src/index.ts");
const hub = await startHub(settings);
process.send?.({ ready: { url: hub.url } });
// Whoever is killed keeps nothing.
flushCompileCache();
