/** What the use-cases note in the activity log, in the transaction of the act. */
import {
  encounterRecord,
  encounterTitle,
  manifestRecord,
  noteActivity,
  runResultText,
  type StationDatabase,
} from "@landfall/db";
import { redactText } from "@landfall/http";
import type {
  ActivityAction,
  ActivityActor,
  ActivityEntry,
  ActivitySubject,
  EncounterId,
  LinkProbeView,
  ManifestId,
  RunView,
} from "@landfall/protocol";
import { showRate } from "@landfall/protocol";
import type { Caller } from "./port.ts";

export const actorOf = ({ kind }: Caller): ActivityActor => (kind === "browser" ? "browser" : "command line");

/** Names come from disks and from people: should one ever hold a secret, it is not kept here. */
export function note(
  db: StationDatabase,
  actor: ActivityActor,
  entry: Pick<ActivityEntry, "category" | "action" | "subject" | "detail">,
): void {
  const clean = (text: string | null) => text && redactText(text);
  noteActivity(db, {
    ...entry,
    actor,
    subject: entry.subject.map(({ kind, id, name }) => ({ kind, id: redactText(id), name: clean(name) })),
    detail: clean(entry.detail),
  });
}

export const manifestSubject = (db: StationDatabase, id: ManifestId): ActivitySubject => {
  const { name, version } = manifestRecord(db, id);
  return { kind: "manifest", id, name: `${name}, version ${version}` };
};

export const encounterSubject = (db: StationDatabase, id: EncounterId): ActivitySubject => ({
  kind: "encounter",
  id,
  name: encounterTitle(encounterRecord(db, id)),
});

/** `locality = Haro Strait; recordedBy = B. Wood` */
export const fieldsText = (patch: Readonly<Record<string, unknown>>): string =>
  Object.entries(patch)
    .map(([name, value]) => `${name} = ${value ?? "(empty)"}`)
    .join("; ");

export function noteRun(
  db: StationDatabase,
  actor: ActivityActor,
  action: ActivityAction,
  run: RunView,
  more: readonly ActivitySubject[] = [],
): void {
  note(db, actor, {
    category: "sync",
    action,
    subject: [manifestSubject(db, run.manifestId), { kind: "run", id: run.id, name: null }, ...more],
    detail: detailOf(action, run),
  });
}

function detailOf(action: ActivityAction, run: RunView): string | null {
  if (action === "syncCancelled") return runResultText(run.result);
  return action === "syncMoved" ? `now at place ${run.position}` : null;
}

/** A test of the link that came to its end. */
export function noteLinkTest(db: StationDatabase, { state, result }: LinkProbeView, actor: ActivityActor): void {
  const { upBitsPerSecond, roundTripMs, loss } = result;
  const parts = [
    upBitsPerSecond === null ? null : `${showRate(Math.round(upBitsPerSecond))} upwards`,
    roundTripMs && `${Math.round(roundTripMs.median)} ms there and back`,
    `${Math.round(loss * 100)} % lost`,
  ];
  const detail = state === "done" ? parts.filter(Boolean).join(", ") : state;
  note(db, actor, { category: "connection", action: "linkTested", subject: [], detail });
}
