/** Whose photographs a camera's are; each change groups again what it touches. */
import { population, rederiveReviews, type StationDatabase, storeCameraPerson, write } from "@landfall/db";
import {
  type ActivityActor,
  type CameraPersonChange,
  type CameraPersonRequest,
  LandfallError,
  type PopulationId,
} from "@landfall/protocol";
import { absolutePath, isOfCamera } from "@landfall/survey";
import { note } from "./activity.ts";
import { type Read, readOf } from "./clocks.ts";
import { storeDraftOf } from "./drafts.ts";

const imagesOf = ({ files, roots }: Read, { camera }: CameraPersonRequest): number =>
  files.filter(
    (file) => file.bucket === "image" && file.metadata && isOfCamera(file.metadata, absolutePath(roots, file), camera),
  ).length;

/** The rule and all that follows from it, or nothing. NOT_FOUND. */
export function setCameraPerson(
  db: StationDatabase,
  id: PopulationId,
  request: CameraPersonRequest,
  actor: ActivityActor,
): CameraPersonChange {
  if (!population(db, id)) throw new LandfallError("NOT_FOUND", { detail: `population ${id}` });
  const touched = readOf(db, id)
    .map((read) => ({ ...read, images: imagesOf(read, request) }))
    .filter(({ images }) => images > 0);
  const images = touched.reduce((sum, read) => sum + read.images, 0);
  return write(db, () => {
    storeCameraPerson(db, id, request);
    // Who is known as a person may be another one now.
    rederiveReviews(db, id);
    note(db, actor, { category: "scan", action: "cameraPersonSet", subject: [], detail: ruleText(request, images) });
    return { images, regrouped: touched.flatMap(({ reading }) => storeDraftOf(db, reading, actor, "regrouped")) };
  });
}

function ruleText({ camera, person, isFirst }: CameraPersonRequest, images: number): string {
  const name = [camera.make, camera.model, camera.serial ?? camera.folder].filter(Boolean).join(" ");
  const whose = person === null ? "nobody's any more" : `${person}${isFirst ? ", whatever its files say" : ""}`;
  return `${name}: ${whose}, ${images} images`;
}
