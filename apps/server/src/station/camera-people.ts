/** Whose photographs a camera's are; each change groups again what it touches. */
import { markRegroupDue, peopleRules, population, rederiveReviews, storeCameraPerson, write } from "@landfall/db";
import {
  type ActivityActor,
  type CameraPersonChange,
  type CameraPersonRequest,
  LandfallError,
  type PopulationId,
} from "@landfall/protocol";
import { note } from "./activity.ts";
import type { WithLooks } from "./drafts.ts";
import { readingsNamedBy } from "./named-folders.ts";

/** The rule, and what follows from it. NOT_FOUND. */
export async function setCameraPerson(
  { db, drafts, looks }: WithLooks,
  id: PopulationId,
  request: CameraPersonRequest,
  actor: ActivityActor,
): Promise<CameraPersonChange> {
  if (!population(db, id)) throw new LandfallError("NOT_FOUND", { detail: `population ${id}` });
  const { images, readings: touched } = await looks.ofPopulation("cameraTouches", id, request);
  const due = write(db, () => {
    const before = peopleRules(db, id);
    storeCameraPerson(db, id, request);
    const named = readingsNamedBy(db, id, before, peopleRules(db, id));
    const readings = new Map([...touched, ...named].map((each) => [each.scanJob, each]));
    // Who is known as a person may be another one now.
    rederiveReviews(db, id);
    note(db, actor, { category: "scan", action: "cameraPersonSet", subject: [], detail: ruleText(request, images) });
    markRegroupDue(db, [...readings.values()]);
    return [...readings.values()];
  });
  return { images, regrouped: await drafts.regroup(due, actor) };
}

function ruleText({ camera, person, isFirst }: CameraPersonRequest, images: number): string {
  const name = [camera.make, camera.model, camera.serial ?? camera.folder].filter(Boolean).join(" ");
  const whose = person === null ? "nobody's any more" : `${person}${isFirst ? ", whatever its files say" : ""}`;
  return `${name}: ${whose}, ${images} images`;
}
