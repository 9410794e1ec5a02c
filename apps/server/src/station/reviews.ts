/** A person's decisions, each noted with who made it. */
import {
  answerPlan,
  approving,
  atOnce,
  deciding,
  decisionsIn,
  denyEncounter,
  describeImages,
  editEncounter,
  encounterCount,
  encounterRecord,
  inSlices,
  keepAsIs,
  leaveOut,
  manifestRecord,
  mergeEncounters,
  moveToEncounter,
  refuseCarriedOut,
  refuseOtherwise,
  reopenEncounter,
  type StationDatabase,
  setting,
  splitEncounter,
  undecidedEncounters,
  undoableChange,
  undoableChanges,
  undoing,
  withdrawAnswer,
  write,
} from "@landfall/db";
import {
  type ActivityAction,
  type ActivityActor,
  changeWords,
  type EncounterId,
  type FieldEdit,
  type ManifestId,
  type PlanAnswer,
  type Reshaped,
  type ReshapingId,
  type Seen,
  type SeenEdit,
} from "@landfall/protocol";
import { actorOf, encounterSubject, fieldsText, manifestSubject, note } from "./activity.ts";
import type { StationContext } from "./context.ts";
import { checkFiles } from "./file-checks.ts";
import { refuseNotOffered } from "./offered.ts";
import type { StationHandlers } from "./port.ts";
import { turn } from "./turn.ts";
import { counted } from "./why-words.ts";

function noteReview(
  db: StationDatabase,
  actor: ActivityActor,
  action: ActivityAction,
  { manifest, encounters = [], undo = null, detail = null }: Subjects,
): void {
  const subject = [
    manifestSubject(db, manifest),
    ...encounters.map((id) => encounterSubject(db, id)),
    ...(undo === null ? [] : [{ kind: "change" as const, id: undo, name: null }]),
  ];
  note(db, actor, { category: "review", action, subject, detail });
}

interface Subjects {
  readonly manifest: ManifestId;
  readonly encounters?: readonly EncounterId[] | undefined;
  /** By which it can be undone. */
  readonly undo?: ReshapingId | null;
  readonly detail?: string | null;
}

/** By which what was just done can be undone. */
const undoOf = (done: unknown): ReshapingId | null =>
  typeof done === "object" && done !== null && "undo" in done ? (done.undo as ReshapingId | null) : null;

/** So many take no longer than anybody would notice. */
const actsAtOnce = 200;

/** More of them are told of by their number. */
const namedAtMost = 20;

function answerText(answer: PlanAnswer): string {
  switch (answer.choice) {
    case "apart":
      return "kept apart";
    case "join":
      return `joined with ${answer.hubEncounterId} on the hub`;
    case "leaveOut":
      return `${imagesText(answer.images)} left out as on the hub`;
    case "bringBack":
      return `${imagesText(answer.images)} to be brought back on the hub`;
    case "ours":
      return `this station's values, over the hub's ${fieldsText(answer.values)}`;
    case "theirs":
      return `the hub's values: ${fieldsText(answer.values)}`;
  }
}

const ofEdit = ({ seen: _, ...patch }: SeenEdit): FieldEdit => patch;

const imagesText = (images: readonly unknown[]): string =>
  images.length === 1 ? "1 image" : `${images.length} images`;

export const reviewActs = (station: StationContext) => {
  const { db } = station;
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
      noteReview(db, actor, action, { manifest, encounters: [id], undo: undoOf(done), detail });
      return done;
    });

  /** One act on which images encounters have, and its note. */
  const onShapes = (
    actor: ActivityActor,
    action: ActivityAction,
    detail: string | null,
    seen: Seen | undefined,
    act: () => Reshaped,
  ): Reshaped =>
    write(db, () => {
      refuseOtherwise(db, seen);
      return noteShapes(actor, action, detail, act());
    });

  const noteShapes = (
    actor: ActivityActor,
    action: ActivityAction,
    detail: string | null,
    done: Reshaped,
  ): Reshaped => {
    const [first] = done.encounters;
    if (first)
      noteReview(db, actor, action, {
        manifest: first.manifestId,
        encounters: done.encounters.slice(0, namedAtMost).map(({ id }) => id),
        undo: done.undo,
        detail,
      });
    return done;
  };

  let last: Promise<unknown> = Promise.resolve();
  /**
   * One act on many encounters, with its end: one after the other, and where they are very many, in transactions between which
   * others have their turn. What it has done stays, wherever it is cut short.
   */
  const inParts = <T>(encounters: () => number, act: Generator<void, T>, end: (done: T) => T): Promise<T> => {
    const work = async () =>
      encounters() <= actsAtOnce ? write(db, () => end(atOnce(act))) : end(await inSlices(db, act, turn));
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };

  /** With its note; null where nothing was done. */
  const onMany = <T>(
    manifest: ManifestId,
    encounters: readonly EncounterId[] | undefined,
    act: Generator<void, T>,
    said: (done: T) => readonly [ActivityActor, ActivityAction, string] | null,
  ): Promise<T> =>
    inParts(
      () => encounters?.length ?? encounterCount(db, manifest),
      act,
      (done) => {
        const told = said(done);
        if (told === null) return done;
        const [actor, action, detail] = told;
        const subjects = { manifest, encounters: encounters?.slice(0, namedAtMost), undo: undoOf(done), detail };
        noteReview(db, actor, action, subjects);
        return done;
      },
    );

  return {
    setFields: ({ params: { id }, body }, { who }) => {
      const said = [
        ...(body.set ? [`empty ones: ${fieldsText(body.set)}`] : []),
        ...(body.override ? [`replaced: ${fieldsText(body.override)}`] : []),
        ...(body.positionUnknown ? ["no position is known"] : []),
      ];
      return onMany(id, body.encounters, setting(db, id, body), ({ changed }) => [
        actorOf(who),
        "fieldsSet",
        `${counted(changed, "encounter")}; ${said.join("; ")}`,
      ]);
    },
    approve: async ({ params: { id }, body }, { who }) => {
      manifestRecord(db, id);
      await checkFiles(db, body.encounters ?? undecidedEncounters(db, id));
      const said = body.set ? `; empty fields filled: ${fieldsText(body.set)}` : "";
      return onMany(id, body.encounters, approving(db, id, body), ({ approved, incomplete }) =>
        approved + incomplete === 0
          ? null
          : [actorOf(who), "approved", `${counted(approved, "encounter")} approved, ${incomplete} incomplete${said}`],
      );
    },
    decide: ({ params: { id }, body }, { who }) =>
      onMany(id, body.encounters, deciding(db, id, body), ({ changed }) =>
        changed === 0
          ? null
          : [actorOf(who), body.decision === "deny" ? "denied" : "reopened", counted(changed, "encounter")],
      ),
    editEncounter: ({ params: { id }, body }, { who }) =>
      onEncounter(id, actorOf(who), "fieldsSet", () => editEncounter(db, id, body), fieldsText(ofEdit(body))),
    reopenAndEdit: ({ params: { id }, body }, { who }) =>
      onEncounter(id, actorOf(who), "fieldsSet", () => editEncounter(db, id, body, true), fieldsText(ofEdit(body))),
    deny: ({ params: { id } }, { who }) => onEncounter(id, actorOf(who), "denied", () => denyEncounter(db, id)),
    reopen: ({ params: { id } }, { who }) => onEncounter(id, actorOf(who), "reopened", () => reopenEncounter(db, id)),
    splitEncounter: ({ params: { id }, body }, { who }) =>
      onShapes(actorOf(who), "split", imagesText(body.images), body.seen, () => splitEncounter(db, id, body.images)),
    mergeEncounters: ({ params: { id }, body }, { who }) =>
      onShapes(actorOf(who), "merged", `${body.encounters.length + 1} encounters into one`, body.seen, () =>
        mergeEncounters(db, id, body.encounters),
      ),
    moveImages: ({ params: { id }, body }, { who }) =>
      onShapes(actorOf(who), "imagesMoved", imagesText(body.images), body.seen, () =>
        moveToEncounter(db, id, body.to, body.images),
      ),
    leaveOut: ({ params: { id }, body }, { who }) => {
      const why = body.reason === null ? "" : `: ${body.reason}`;
      return onShapes(actorOf(who), "leftOut", imagesText(body.images) + why, body.seen, () =>
        leaveOut(db, id, body.images, { reason: body.reason }, body.alone),
      );
    },
    takeBack: ({ params: { id }, body }, { who }) =>
      onShapes(actorOf(who), "takenBack", imagesText(body.images), body.seen, () =>
        leaveOut(db, id, body.images, null, body.alone),
      ),
    describeImages: ({ params: { id }, body }, { who }) =>
      onShapes(
        actorOf(who),
        "imagesDescribed",
        `${imagesText(body.images)}: ${fieldsText(body.facts)}`,
        undefined,
        () => describeImages(db, id, body.images, body.facts),
      ),
    keepAsIs: ({ params: { id }, body: { images, keep } }, { who }) => {
      const detail = `${imagesText(images)}${keep ? "" : ": no longer"}`;
      return onEncounter(id, actorOf(who), "keptAsIs", () => keepAsIs(db, id, images, keep), detail);
    },
    undoable: ({ params: { id } }) => undoableChanges(db, manifestRecord(db, id).id),
    undoReshaping: ({ params: { id } }, { who }) => {
      const change = undoableChange(db, id);
      return inParts(
        () => decisionsIn(db, id),
        undoing(db, id),
        (done) => noteShapes(actorOf(who), "undone", change ? changeWords(change) : null, done),
      );
    },
    answer: async ({ params: { id }, body }, { who }) => {
      if (body.choice === "join") {
        refuseCarriedOut(encounterRecord(db, id));
        await refuseNotOffered(station, id, body.hubEncounterId);
      }
      const detail = answerText(body);
      onEncounter(id, actorOf(who), "answered", () => answerPlan(db, id, body), detail);
      return undefined;
    },
    withdrawAnswer: ({ params: { id } }, { who }) => {
      onEncounter(id, actorOf(who), "answered", () => withdrawAnswer(db, id), "taken back");
      return undefined;
    },
  } satisfies Partial<StationHandlers>;
};
