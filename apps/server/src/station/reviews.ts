/** A person's decisions, each noted with who made it. */
import {
  answerPlan,
  approve,
  denyEncounter,
  editEncounter,
  encounterRecord,
  reopenEncounter,
  type StationDatabase,
  setFields,
  write,
} from "@landfall/db";
import type { ActivityAction, ActivityActor, EncounterId, ManifestId } from "@landfall/protocol";
import { actorOf, encounterSubject, fieldsText, manifestSubject, note } from "./activity.ts";
import type { StationHandlers } from "./port.ts";

function noteReview(
  db: StationDatabase,
  actor: ActivityActor,
  action: ActivityAction,
  { manifest, encounters = [], detail = null }: Subjects,
): void {
  const subject = [manifestSubject(db, manifest), ...encounters.map((id) => encounterSubject(db, id))];
  note(db, actor, { category: "review", action, subject, detail });
}

interface Subjects {
  readonly manifest: ManifestId;
  readonly encounters?: readonly EncounterId[] | undefined;
  readonly detail?: string | null;
}

/** More of them are told of by their number. */
const namedAtMost = 20;

export const reviewActs = (db: StationDatabase) => {
  /** One act on one encounter, and its note. */
  const onEncounter = <T>(
    id: EncounterId,
    actor: ActivityActor,
    action: ActivityAction,
    act: () => T,
    detail: string | null = null,
  ): T =>
    write(db, () => {
      const done = act();
      const { manifest } = encounterRecord(db, id);
      noteReview(db, actor, action, { manifest, encounters: [id], detail });
      return done;
    });

  return {
    setFields: ({ params: { id }, body }, { who }) =>
      write(db, () => {
        const done = setFields(db, id, body);
        const said = [
          ...(body.set ? [`empty ones: ${fieldsText(body.set)}`] : []),
          ...(body.override ? [`replaced: ${fieldsText(body.override)}`] : []),
        ];
        const detail = `${done.changed} encounters; ${said.join("; ")}`;
        noteReview(db, actorOf(who), "fieldsSet", { manifest: id, detail });
        return done;
      }),
    approve: ({ params: { id }, body }, { who }) =>
      write(db, () => {
        const done = approve(db, id, body);
        const said = body.set ? `; empty fields filled: ${fieldsText(body.set)}` : "";
        const detail = `${done.approved} encounters approved, ${done.incomplete} incomplete${said}`;
        noteReview(db, actorOf(who), "approved", {
          manifest: id,
          encounters: body.encounters?.slice(0, namedAtMost),
          detail,
        });
        return done;
      }),
    editEncounter: ({ params: { id }, body }, { who }) =>
      onEncounter(id, actorOf(who), "fieldsSet", () => editEncounter(db, id, body), fieldsText(body)),
    deny: ({ params: { id } }, { who }) => onEncounter(id, actorOf(who), "denied", () => denyEncounter(db, id)),
    reopen: ({ params: { id } }, { who }) => onEncounter(id, actorOf(who), "reopened", () => reopenEncounter(db, id)),
    answer: ({ params: { id }, body }, { who }) => {
      const detail = body.choice === "apart" ? "kept apart" : `joined with ${body.hubEncounterId} on the hub`;
      onEncounter(id, actorOf(who), "answered", () => answerPlan(db, id, body), detail);
      return undefined;
    },
  } satisfies Partial<StationHandlers>;
};
