/** Whose photographs a camera's are, as the command line says and shows it. */
import {
  type Camera,
  type CameraPersonChange,
  CameraPersonRequest,
  type CameraView,
  parsePlainly,
} from "@landfall/protocol";
import type { ExitCode } from "./command.ts";
import { counted, type Output } from "./output.ts";
import { UsageError } from "./usage-error.ts";

export const cameraPersonOptions = {
  camera: { type: "string" },
  folder: { type: "string" },
  photographer: { type: "string" },
  "whatever-files-say": { type: "boolean" },
  "no-photographer": { type: "boolean" },
} as const;

export const cameraPersonText = ({ camera, person, isFirst }: CameraView["people"][number], shown: Camera): string =>
  `photographs by ${person}${isFirst ? ", whatever its files say" : ", where nothing names anybody"}` +
  (camera.folder === shown.folder ? "" : ` (in ${camera.folder})`);

interface Given {
  readonly camera?: string | undefined;
  readonly photographer?: string | undefined;
  readonly "whatever-files-say"?: boolean | undefined;
  readonly "no-photographer"?: boolean | undefined;
}

/** What the command line says of a camera; undefined where it only asks. */
export function cameraPersonOf(given: Given, camera: () => Camera): CameraPersonRequest | undefined {
  const { photographer, "no-photographer": isNobody = false, "whatever-files-say": isFirst = false } = given;
  if (photographer === undefined && !isNobody) {
    if (given.camera === undefined && !isFirst) return undefined;
    throw new UsageError("say whose its photographs are: --photographer PERSON or --no-photographer");
  }
  if (photographer !== undefined && isNobody)
    throw new UsageError("its photographs are either somebody's, or nobody's: --photographer or --no-photographer");
  const request = parsePlainly(CameraPersonRequest, { camera: camera(), person: photographer ?? null, isFirst });
  if (request.success) return request.data;
  throw new UsageError(`--photographer: ${request.issues[0].message}`);
}

export function showCameraPerson(
  out: Output,
  { person }: CameraPersonRequest,
  { images, regrouped }: CameraPersonChange,
): ExitCode {
  const said = person === null ? "nobody's by their camera any more" : `by ${person} from now on`;
  out.result({ images, regrouped }, [
    `${counted(images, "photograph")} of the latest scans ${images === 1 ? "is" : "are"} of this camera: ${said}.`,
    ...regrouped.map(
      ({ name, manifestId, version }) => `${name} is version ${version} now. Next: landfall review ${manifestId}`,
    ),
  ]);
  return 0;
}
