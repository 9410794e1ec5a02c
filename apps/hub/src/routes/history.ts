/** Whether this hub still has what a station was told by it: it may have been put back from a backup since. */
import { LandfallError, lastChangeHeader, readLastChange, writeLastChange } from "@landfall/protocol";
import type { Context, MiddlewareHandler } from "hono";
import { hasChange, newestChange } from "../store/changes.ts";
import type { Db } from "../store/open.ts";

/** Set for the holder of a key: others are told nothing, and asking who this hub is needs no database. */
const isHolder = "isHolder";

/** For the holder of a key: HUB_WENT_BACK where the request names a change that this hub does not have: nothing is done of what it asks. */
export async function refuseWhatWentBack(db: Db, context: Context): Promise<void> {
  context.set(isHolder, true);
  const seen = readLastChange(context.req.header(lastChangeHeader));
  if (seen && !(await hasChange(db, seen)))
    throw new LandfallError("HUB_WENT_BACK", { detail: `change ${seen.seq} of ${new Date(seen.at).toISOString()}` });
}

/** Names the newest change in each answer, after what was asked has been done: it is at least what that has changed. */
export const tellLastChange =
  (db: Db): MiddlewareHandler =>
  async (context, next) => {
    await next();
    if (!context.res.ok || context.get(isHolder) !== true) return;
    const newest = await newestChange(db);
    if (newest) context.header(lastChangeHeader, writeLastChange(newest));
  };
