import type { QueueView } from "@landfall/protocol";
import { readNumber, readRunId } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import { describePause } from "../run-result.ts";
import { UsageError } from "../usage-error.ts";

type QueuedRun = QueueView["items"][number]["run"];

/** No station is there to go on with it, and no person has paused it. */
const waitsForStation = ({ reasons }: QueuedRun, isStopped: boolean): boolean => isStopped && !reasons.includes("user");

/** @param isStopped whether no station is there to go on with any */
function stateOf(run: QueuedRun, isStopped: boolean): string {
  const { state, settled } = run;
  if (waitsForStation(run, isStopped)) return "Waits for the station.";
  if (state === "paused") return describePause(run);
  return settled ? "Waits for its next try." : "At work.";
}

function describe({ items }: QueueView, isStopped: boolean): string[] {
  if (items.length === 0) return ["No sync waits or is at work."];
  return [
    ...items.map(
      ({ run, manifestName, version, populationName }) =>
        `${run.position}  ${run.id}  ${manifestName} v${version} (${populationName}): ${stateOf(run, isStopped)}`,
    ),
    ...(isStopped ? ["The station is not running. Go on: landfall start"] : []),
  ];
}

function readPlace(values: {
  first?: boolean | undefined;
  last?: boolean | undefined;
  to?: string | undefined;
}): number {
  const wanted = [
    values.first && 1,
    values.last && 1_000_000,
    values.to && readNumber("--to", values.to, 1, 1_000_000),
  ];
  const [place, another] = wanted.filter((each) => typeof each === "number");
  if (place === undefined || another !== undefined) throw new UsageError("move: write --first, --last or --to PLACE");
  return place;
}

export const queue = defineCommand({
  name: "queue",
  summary: "Syncs that are not over, in the order in which they send; `move` gives one another place",
  usage: "[move RUN --first|--last|--to PLACE]",
  arguments: { atLeast: 0, atMost: 2 },
  options: { first: { type: "boolean" }, last: { type: "boolean" }, to: { type: "string" } },
  run: async ({ values, positionals, dataFolder, out }) => {
    const [act, run] = positionals;
    if (act !== undefined && act !== "move") throw new UsageError(`${act}: write move RUN`);
    const move = act === "move" ? { params: { id: readRunId(run) }, body: { position: readPlace(values) } } : undefined;
    return withStation<ExitCode>(dataFolder, { needsHub: false }, async ({ client, isOwn }) => {
      const view = move ? await client.moveRun(move) : await client.queue();
      const items = view.items.map((item) =>
        waitsForStation(item.run, isOwn) ? { ...item, run: { ...item.run, state: "stopped" } } : item,
      );
      out.result({ ...view, items }, describe(view, isOwn));
      return 0;
    });
  },
});
