import { readEncounterId, readManifestId } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { readFields } from "../fields.ts";
import { withStation } from "../open-station.ts";
import { counted } from "../output.ts";

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
    out.result(answer, [
      `${counted(answer.approved, "encounter")} approved, ${answer.incomplete} incomplete.`,
      ...(answer.incomplete > 0 ? [`See what is missing: landfall review ${id}`] : [`Next: landfall sync ${id}`]),
    ]);
    return answer.incomplete > 0 ? 3 : 0;
  },
});
