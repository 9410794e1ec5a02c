/** Photographers by their cameras: whose everything is that one body took. Pure. */
import { foldText } from "@landfall/protocol";
import { absolutePath, isOfCamera } from "../group/clocks.ts";
import type { Evidence, Sourced } from "../group/evidence.ts";
import type { IsPerson } from "../group/full-names.ts";
import type { GroupInput } from "../ports.ts";
import type { CameraPerson } from "./resolve.ts";

/**
 * What a person has said of these very photographs counts for more than whose camera it is, also by putting them into a folder that is
 * called as somebody whom the population knows: the camera was lent.
 */
const isAbove = ({ source, value }: Sourced, isPerson: IsPerson): boolean =>
  source === "override" ||
  source === "pattern" ||
  source === "sheet" ||
  (source === "folder" && isPerson(value) === true);

/**
 * @param isPerson whether a name is that of somebody whom the population knows
 * @returns the evidence, with the person of its camera among its photographers; of two folders the inner one's
 */
export function withCameraPerson(
  of: Evidence,
  input: Pick<GroupInput, "root" | "path" | "metadata">,
  roots: readonly string[],
  cameras: readonly CameraPerson[],
  isPerson: IsPerson,
): Evidence {
  const rule = cameras.length > 0 ? ruleFor(input, roots, cameras) : undefined;
  if (!rule) return of;
  const { person, isFirst, camera } = rule;
  const raw = [camera.make, camera.model, camera.serial].filter(Boolean).join(" ");
  const said: Sourced = { value: person, source: "camera", raw, folded: foldText(person) };
  if (!isFirst) return { ...of, photographers: [...of.photographers, said] };
  const above = of.photographers.filter((each) => isAbove(each, isPerson));
  const others = of.photographers.filter((each) => !above.includes(each));
  return { ...of, photographers: [...above, said, ...others] };
}

const depth = ({ camera }: CameraPerson): number => camera.folder?.length ?? 0;

function ruleFor(
  input: Pick<GroupInput, "root" | "path" | "metadata">,
  roots: readonly string[],
  cameras: readonly CameraPerson[],
): CameraPerson | undefined {
  const { metadata } = input;
  if (!metadata) return undefined;
  const path = absolutePath(roots, input);
  return cameras
    .filter(({ camera }) => isOfCamera(metadata, path, camera))
    .reduce<CameraPerson | undefined>((best, rule) => (best && depth(best) >= depth(rule) ? best : rule), undefined);
}
