/** What the hub is known to have been told: named with each request, so that a hub that was put back to an earlier state says so. */
import { lastChange, noteLastChange, noteWentBack, type StationDatabase, write } from "@landfall/db";
import {
  classifyAnswer,
  type HubId,
  type LastChange,
  lastChangeHeader,
  readLastChange,
  type Transport,
  writeLastChange,
} from "@landfall/protocol";
import { note } from "./activity.ts";

export interface KnownHub {
  readonly hubId: HubId;
  readonly hubUrl: string;
}

/** HUB_WENT_BACK comes through, once what that means is noted. */
export const withHistory =
  (db: StationDatabase, hub: KnownHub, transport: Transport): Transport =>
  async (request) => {
    const seen = lastChange(db, hub.hubId);
    const headers = seen ? { ...request.headers, [lastChangeHeader]: writeLastChange(seen) } : request.headers;
    const response = await transport({ ...request, headers });
    const newest = readLastChange(response.header(lastChangeHeader));
    if (newest) noteLastChange(db, hub.hubId, newest);
    if (seen && response.status === 412 && classifyAnswer(response).code === "HUB_WENT_BACK") tell(db, hub, seen);
    return response;
  };

const tell = (db: StationDatabase, { hubId, hubUrl }: KnownHub, lacking: LastChange): void =>
  write(db, () => {
    if (!noteWentBack(db, hubId, lacking)) return;
    note(db, "station", {
      category: "connection",
      action: "hubWentBack",
      subject: [{ kind: "hub", id: hubId, name: hubUrl }],
      detail: `it lacks its change ${lacking.seq} of ${new Date(lacking.at).toISOString()}; what it was told since is told again`,
    });
  });
