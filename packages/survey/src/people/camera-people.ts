/** Photographers by their cameras: whose everything is that one body took. Pure. */
import { foldText } from "@landfall/protocol";
import { absolutePath, isOfCamera } from "../group/clocks.ts";
import type { Evidence, Sourced } from "../group/evidence.ts";
import type { GroupInput } from "../ports.ts";
import type { CameraPerson } from "./resolve.ts";

/** What a person has said of these very photographs counts for more than whose camera it is. */
const isAbove = ({ source }: Sourced): boolean => source === "override" || source === "pattern" || source === "sheet";

/** @returns the evidence, with the person of its camera among its photographers; of two folders the inner one's */
export function withCameraPerson(
  of: Evidence,
  input: Pick<GroupInput, "root" | "path" | "metadata">,
  roots: readonly string[],
  cameras: readonly CameraPerson[],
): Evidence {
  const rule = cameras.length > 0 ? ruleFor(input, roots, cameras) : undefined;
  if (!rule) return of;
  const { person, isFirst, camera } = rule;
  const raw = [camera.make, camera.model, camera.serial].filter(Boolean).join(" ");
  const said: Sourced = { value: person, source: "camera", raw, folded: foldText(person) };
  const at = isFirst ? of.photographers.findIndex((each) => !isAbove(each)) : -1;
  return { ...of, photographers: at < 0 ? [...of.photographers, said] : of.photographers.toSpliced(at, 0, said) };
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
