/** What keeps the whole station from delivering and needs a person: the key, the clock, the disk, a closed population. */
import { type ErrorCode, errorTable } from "../errors.ts";
import type { ManifestId } from "../ids.ts";
import type { HubStatus, KeyStatus, StationSnapshot } from "./schemas.ts";

/** What a person can do about it here. */
export type ProblemRemedy = "connect" | "checkConnection" | "tryAgain";

export interface StationProblem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly detail: string | null;
  readonly remedy: ProblemRemedy;
  /** Whose run waits for it, with `tryAgain`. */
  readonly manifestId: ManifestId | null;
}

const problem = (code: ErrorCode, remedy: ProblemRemedy, rest: Partial<StationProblem> = {}): StationProblem => ({
  code,
  message: errorTable[code].message,
  hint: errorTable[code].hint,
  detail: null,
  remedy,
  manifestId: null,
  ...rest,
});

const noKey = {
  message: "This station has no key for the hub.",
  hint: "A project that is brought from another machine comes without its key. Connect with one that the person who runs the hub gives you: landfall connect --hub URL --key KEY",
};

/** `20 min ahead of the hub's` */
function clockWords(aheadMs: number): string {
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  const amount = minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
  return `This machine's clock is ${amount} ${aheadMs > 0 ? "behind" : "ahead of"} the hub's.`;
}

function ofConnection({ hub, key }: { readonly hub: HubStatus; readonly key: KeyStatus }): StationProblem[] {
  if (hub.state === "notTheHub") return [problem("NOT_THE_HUB", "checkConnection", { detail: hub.detail })];
  const clock =
    hub.clockAheadMs === null
      ? []
      : [problem("CLOCK_DIFFERS", "checkConnection", { detail: clockWords(hub.clockAheadMs) })];
  if (key.state === "invalid") return [problem("KEY_INVALID", "connect", { detail: key.name }), ...clock];
  if (key.state === "none" && hub.url !== null) return [problem("KEY_MISSING", "connect", noKey), ...clock];
  return clock;
}

/** Runs that wait for something a person has to mend beside the key. */
function ofRuns({ populations }: Pick<StationSnapshot, "populations">): StationProblem[] {
  return populations.flatMap(({ name, gate, manifests }) =>
    manifests.flatMap(({ id, run, imagesDue }) => {
      if (gate === "closed" && imagesDue > 0)
        return [problem("POPULATION_CLOSED", "checkConnection", { detail: name })];
      if (run?.state !== "paused" || !run.error) return [];
      const { code, detail } = run.error;
      const { tier } = errorTable[code];
      if (code === "KEY_INVALID" || code === "KEY_MISSING")
        return [problem(code, "connect", code === "KEY_MISSING" ? noKey : {})];
      if (code === "POPULATION_CLOSED" || code === "POPULATION_FORBIDDEN")
        return [problem(code, "checkConnection", { detail: name })];
      return tier === "disk" ? [problem(code, "tryAgain", { detail, manifestId: id })] : [];
    }),
  );
}

/** Each once, the way to the hub first. */
export function stationProblems(
  snapshot: Pick<StationSnapshot, "hub" | "key" | "populations">,
): readonly StationProblem[] {
  const all = [...ofConnection(snapshot), ...ofRuns(snapshot)];
  const perCode = new Set(["KEY_INVALID", "KEY_MISSING", "DISK_FULL", "DATA_FOLDER_UNWRITABLE"]);
  return [
    ...new Map(
      all.toReversed().map((one) => [perCode.has(one.code) ? one.code : `${one.code} ${one.detail}`, one]),
    ).values(),
  ].toReversed();
}
