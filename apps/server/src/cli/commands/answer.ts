import {
  type EncounterId,
  EncounterValues,
  HubEncounterId,
  type ManifestId,
  type PlanAnswer,
  type PlanQuestion,
} from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { readEncounterId, readManifestId } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { withStation } from "../open-station.ts";
import { UsageError } from "../usage-error.ts";

interface Given {
  readonly fill?: string | undefined;
  readonly apart?: boolean | undefined;
  readonly ours?: boolean | undefined;
  readonly theirs?: boolean | undefined;
  readonly withdraw?: boolean | undefined;
}

function checkGiven({ fill, apart, ours, theirs, withdraw }: Given): void {
  if ([fill !== undefined, apart, ours, theirs, withdraw].filter((given) => given === true).length !== 1)
    throw new UsageError("give one of --fill HUBENCOUNTER, --apart, --ours, --theirs and --withdraw");
  if (fill !== undefined && !HubEncounterId.safeParse(fill).success)
    throw new UsageError(`--fill ${fill} is not the id of an encounter on the hub`);
}

/** What the hub has now is read once more: that is what a person decides about. */
async function toAnswer(
  client: StationClient,
  manifest: ManifestId,
  id: EncounterId,
  given: Given,
): Promise<PlanAnswer> {
  if (given.fill !== undefined) return { choice: "join", hubEncounterId: HubEncounterId.parse(given.fill) };
  if (given.apart) return { choice: "apart" };
  const { questions, changedThere } = await client.plan({ params: { id: manifest } });
  const choice = given.ours ? "ours" : "theirs";
  const question = questions.find((asked) => asked.encounterId === id && asked.why === "correctedElsewhere");
  if (question)
    return { choice, values: hubValues(question.conflicts), changedThere: hubValues(question.changedThere) };
  const taken = questions.find((asked) => asked.encounterId === id && asked.why === "withdrawnThere");
  if (taken) return toWithdrawn(taken, choice);
  const changed = changedThere.find(({ encounterId }) => encounterId === id);
  if (!changed) throw new UsageError(`the hub has the same values as this station for the encounter ${id}`);
  return { choice, values: hubValues(changed.fields) };
}

/** What others have taken out there is left out here too, or brought back. */
function toWithdrawn({ withdrawn = [], candidates }: PlanQuestion, choice: "ours" | "theirs"): PlanAnswer {
  const images = withdrawn.map(({ sha256 }) => sha256);
  const [hub] = candidates;
  if (choice === "theirs" || !hub) return { choice: "leaveOut", images };
  return { choice: "bringBack", images, hubEncounterId: hub.encounter.id };
}

const hubValues = (fields: PlanQuestion["conflicts"]) =>
  EncounterValues.partial().parse(Object.fromEntries(fields.map(({ field, theirs }) => [field, theirs])));

export const answer = defineCommand({
  name: "answer",
  summary:
    "Answer a question of the plan: which encounter on the hub is this one, or which values hold? Or take that back",
  usage: "MANIFEST --encounter ID (--fill HUBENCOUNTER | --apart | --ours | --theirs | --withdraw)",
  arguments: { atLeast: 1, atMost: 1 },
  options: {
    encounter: { type: "string" },
    fill: { type: "string" },
    apart: { type: "boolean" },
    ours: { type: "boolean" },
    theirs: { type: "boolean" },
    withdraw: { type: "boolean" },
  },
  run: async ({ values, positionals, dataFolder, out }) => {
    const manifestId = readManifestId(positionals[0]);
    if (!values.encounter) throw new UsageError("--encounter ID is missing");
    const id = readEncounterId(values.encounter);
    checkGiven(values);
    const needsHub = !values.apart && !values.withdraw;
    const body = await withStation(dataFolder, { needsHub }, async ({ client }) => {
      const encounter = await client.encounter({ params: { id } });
      if (encounter.manifestId !== manifestId) throw new UsageError(`the encounter ${id} is not of this manifest`);
      if (values.withdraw) {
        await client.withdrawAnswer({ params: { id } });
        return { choice: null };
      }
      const given = await toAnswer(client, manifestId, id, values);
      await client.answer({ params: { id }, body: given });
      return given;
    });
    const next = values.withdraw
      ? `No answer stands now: what the hub has counts. See it: landfall review ${manifestId} --hub`
      : body.choice === "leaveOut"
        ? `Left out here too; the encounter waits for approval again. Next: landfall approve ${manifestId}`
        : `Noted. Next: landfall sync ${manifestId}`;
    out.result({ encounter: id, ...body }, [next]);
    return 0;
  },
});
