/** Going over to another hub: only on purpose where the former one has something of this station's. */
import { forgetHub, type HeldByHub, heldByHub, type Profile, profile, type StationDatabase } from "@landfall/db";
import { type ActivityActor, type HubId, LandfallError } from "@landfall/protocol";
import { note } from "./activity.ts";
import { counted } from "./why-words.ts";

const heldText = ({ signed, encounters }: HeldByHub): string =>
  signed > 0
    ? `has signed for ${counted(signed, "photograph")}`
    : `has something of ${counted(encounters, "encounter")}`;

/**
 * @param next that the station is to be connected to
 * @returns the hub that is left by that; undefined where it is the same, or the first
 * @throws OTHER_HUB, where the one that is left has something of this station's and that is not `meant`
 */
export function hubToLeave(
  db: StationDatabase,
  next: { readonly hubUrl: string; readonly hubId: HubId },
  meant: boolean,
): Profile | undefined {
  const former = profile(db);
  if (former === undefined || former.hubId === next.hubId) return undefined;
  const held = heldByHub(db);
  if (meant || (held.signed === 0 && held.encounters === 0)) return former;
  const here = former.hubUrl === next.hubUrl ? `The hub that answers at ${next.hubUrl} now` : next.hubUrl;
  const there = former.hubUrl === next.hubUrl ? "the one that answered there before" : former.hubUrl;
  throw new LandfallError("OTHER_HUB", {
    detail: `${here} is another hub than ${there}, which ${heldText(held)} of this station.`,
  });
}

/** Within the write that stores the next one. */
export function leaveHub(db: StationDatabase, former: Profile, nextUrl: string, actor: ActivityActor): void {
  const { signed, encounters } = heldByHub(db);
  forgetHub(db, former);
  note(db, actor, {
    category: "connection",
    action: "hubLeft",
    subject: [{ kind: "hub", id: former.hubId, name: former.hubUrl }],
    detail: `for ${nextUrl}; receipts of ${counted(signed, "photograph")} let go, ${counted(encounters, "encounter")} to be asked for anew`,
  });
}
