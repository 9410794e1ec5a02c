import { HubEncounterId, type PlanAnswer } from "@landfall/protocol";
import { readEncounterId, readManifestId } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { withStation } from "../open-station.ts";
import { UsageError } from "../usage-error.ts";

function readAnswer(fill: string | undefined, apart: boolean | undefined): PlanAnswer {
  if ((fill !== undefined) === (apart === true)) throw new UsageError("give one of --fill HUBENCOUNTER and --apart");
  if (fill === undefined) return { choice: "apart" };
  const id = HubEncounterId.safeParse(fill);
  if (!id.success) throw new UsageError(`--fill ${fill} is not the id of an encounter on the hub`);
  return { choice: "join", hubEncounterId: id.data };
}

export const answer = defineCommand({
  name: "answer",
  summary: "Answer a question of the plan: which encounter on the hub is this one?",
  usage: "MANIFEST --encounter ID (--fill HUBENCOUNTER | --apart)",
  arguments: { atLeast: 1, atMost: 1 },
  options: { encounter: { type: "string" }, fill: { type: "string" }, apart: { type: "boolean" } },
  run: async ({ values, positionals, dataFolder, out }) => {
    const manifestId = readManifestId(positionals[0]);
    if (!values.encounter) throw new UsageError("--encounter ID is missing");
    const id = readEncounterId(values.encounter);
    const body = readAnswer(values.fill, values.apart);
    await withStation(dataFolder, { needsHub: false }, async ({ client }) => {
      const encounter = await client.encounter({ params: { id } });
      if (encounter.manifestId !== manifestId) throw new UsageError(`the encounter ${id} is not of this manifest`);
      await client.answer({ params: { id }, body });
    });
    out.result({ encounter: id, ...body }, [`Noted. Next: landfall sync ${manifestId}`]);
    return 0;
  },
});
