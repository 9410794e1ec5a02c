/** Whose photographs a camera's are; each change groups again what it touches. */
import { inSlices, markRegroupDue, peopleRules, population, rederiving, storeCameraPerson } from "@landfall/db";
import {
  type ActivityActor,
  type CameraPersonChange,
  type CameraPersonRequest,
  LandfallError,
  type PopulationId,
} from "@landfall/protocol";
import { note } from "./activity.ts";
import type { WithLooks } from "./drafts.ts";
import { namesUsedNow, readingsNamedBy } from "./named-folders.ts";
import { turn } from "./turn.ts";

/** The rule, and what follows from it. NOT_FOUND. */
export async function setCameraPerson(
  { db, drafts, looks }: WithLooks,
  id: PopulationId,
  request: CameraPersonRequest,
  actor: ActivityActor,
): Promise<CameraPersonChange> {
  if (!population(db, id)) throw new LandfallError("NOT_FOUND", { detail: `population ${id}` });
  const { images, readings: touched } = await looks.ofPopulation("cameraTouches", id, request);
  const looked = await looks.ofPopulation("namesUsed", id);
  function* act() {
    const before = peopleRules(db, id);
    const used = namesUsedNow(db, id, looked);
    storeCameraPerson(db, id, request);
    const named = readingsNamedBy(used, before, peopleRules(db, id));
    const readings = new Map([...touched, ...named].map((each) => [each.scanJob, each]));
    note(db, actor, { category: "scan", action: "cameraPersonSet", subject: [], detail: ruleText(request, images) });
    markRegroupDue(db, [...readings.values()]);
    // Who is known as a person may be another one now.
    yield* rederiving(db, id);
    return [...readings.values()];
  }
  const due = await inSlices(db, act(), turn);
  return { images, regrouped: await drafts.regroup(due, actor) };
}

function ruleText({ camera, person, isFirst }: CameraPersonRequest, images: number): string {
  const name = [camera.make, camera.model, camera.serial ?? camera.folder].filter(Boolean).join(" ");
  const whose = person === null ? "nobody's any more" : `${person}${isFirst ? ", whatever its files say" : ""}`;
  return `${name}: ${whose}, ${images} images`;
}
