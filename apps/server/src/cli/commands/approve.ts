import type { ApproveResponse, LeftOutReason } from "@landfall/protocol";
import { readEncounterId, readManifestId } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { readFields } from "../fields.ts";
import { withStation } from "../open-station.ts";
import { counted, undoLine } from "../output.ts";

/** `1 encounter: The file ends too early … (IMG_1.JPG). Leave it out, …`. */
const describe =
  (id: string) =>
  ({ encounters, message, hint, examples }: LeftOutReason): string =>
    `  ${counted(encounters, "encounter")}: ${message} ${hint.replaceAll("MANIFEST", id)} (${examples.join("; ")})`;

const warnings = (id: string, { undecoded, away, unlicensed, undo }: ApproveResponse): string[] => [
  ...(undecoded > 0
    ? [
        `${counted(undecoded, "photograph")} approved before anybody has decoded ${undecoded === 1 ? "it" : "them"}: landfall check ${id}`,
      ]
    : []),
  ...(unlicensed > 0
    ? [
        `${counted(unlicensed, "encounter")} approved without a licence, so nobody knows who may use them. To set one: landfall undo ${undo}, then landfall approve ${id} --set license=attribution`,
      ]
    : []),
  ...(away > 0 ? [`${counted(away, "file")} not looked at, for their drive is away.`] : []),
];

export const approve = defineCommand({
  name: "approve",
  summary: "Approve the complete encounters of a manifest",
  usage: "MANIFEST [--set field=value …] [--encounter ID …]",
  arguments: { atLeast: 1, atMost: 1 },
  options: {
    set: { type: "string", multiple: true },
    encounter: { type: "string", multiple: true },
  },
  run: async ({ values, positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    const set = readFields("--set", values.set);
    const encounters = values.encounter?.map(readEncounterId);
    const body = {
      ...(set && { set }),
      ...(encounters && { encounters }),
    };
    const answer = await withStation(dataFolder, { needsHub: false }, ({ client }) =>
      client.approve({ params: { id }, body }),
    );
    const { approved, incomplete, leftOut, undecoded, away, unlicensed, undo } = answer;
    const shown = {
      ...{ approved, incomplete },
      ...(incomplete > 0 && { leftOut }),
      ...(undecoded > 0 && { undecoded }),
      ...(away > 0 && { away }),
      ...(unlicensed > 0 && { unlicensed }),
      ...(undo && { undo }),
    };
    out.result(shown, [
      `${counted(approved, "encounter")} approved, ${incomplete} incomplete.`,
      ...leftOut.map(describe(id)),
      ...warnings(id, answer),
      ...undoLine(undo),
      ...(incomplete > 0 ? [`See what is missing: landfall review ${id}`] : [`Next: landfall sync ${id}`]),
    ]);
    return incomplete > 0 ? 3 : 0;
  },
});
