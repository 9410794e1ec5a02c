/** What a person decides of encounters beside approving them. */
import type { DecideRequest, DecideResponse, ManifestId } from "@landfall/protocol";
import { readEncounterId, readManifestId } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import { counted, type Output, undoLine } from "../output.ts";
import { UsageError } from "../usage-error.ts";

const encounter = { encounter: { type: "string", multiple: true } } as const;
const oneManifest = { atLeast: 1, atMost: 1 };

interface Asked {
  readonly manifest: string | undefined;
  readonly dataFolder: string;
  readonly out: Output;
}

async function decide({ manifest, dataFolder, out }: Asked, body: DecideRequest, done: string): Promise<ExitCode> {
  const id = readManifestId(manifest);
  const decided = await withStation(dataFolder, { needsHub: false }, ({ client }) =>
    client.decide({ params: { id }, body }),
  );
  const { changed, undo } = decided;
  const asBefore = (new Set(body.encounters).size || changed) - changed - decided.stayApproved;
  out.result(decided, [
    `${counted(changed, "encounter")} ${done}.`,
    ...describeStayed(decided, id),
    ...(asBefore > 0 ? [`${counted(asBefore, "encounter")} ${asBefore === 1 ? "was" : "were"} so already.`] : []),
    ...undoLine(undo),
    `See: landfall review ${id}`,
  ]);
  return decided.stayApproved > 0 ? 3 : 0;
}

/** What a denial does not do, and what a person does then. */
function describeStayed({ stayApproved, imagesOnHub }: DecideResponse, id: ManifestId): string[] {
  const [stays, it] = stayApproved === 1 ? ["is approved and stays", "it"] : ["are approved and stay", "them"];
  const [are, them] = imagesOnHub === 1 ? ["is on the hub and stays", "it"] : ["are on the hub and stay", "them"];
  return [
    ...(stayApproved > 0
      ? [`${counted(stayApproved, "encounter")} ${stays} so. Reopen ${it} first: landfall reopen ${id} --encounter ID`]
      : []),
    ...(imagesOnHub > 0
      ? [
          `${counted(imagesOnHub, "image")} of what was denied ${are} there. To take ${them} out of there: reopen, leave ${them} out (landfall exclude), approve, and sync.`,
        ]
      : []),
  ];
}

export const deny = defineCommand({
  name: "deny",
  summary: "Leave encounters out; approved ones stay",
  usage: "MANIFEST --encounter ID …",
  arguments: oneManifest,
  options: encounter,
  run: ({ values, positionals, ...asked }) => {
    const encounters = values.encounter?.map(readEncounterId) ?? [];
    if (encounters.length === 0) throw new UsageError("--encounter is missing");
    return decide({ manifest: positionals[0], ...asked }, { decision: "deny", encounters }, "denied");
  },
});

export const reopen = defineCommand({
  name: "reopen",
  summary: "Take approvals and denials back: of some encounters, or of the whole manifest",
  usage: "MANIFEST [--encounter ID …]",
  arguments: oneManifest,
  options: encounter,
  run: ({ values, positionals, ...asked }) => {
    const encounters = values.encounter?.map(readEncounterId);
    return decide(
      { manifest: positionals[0], ...asked },
      { decision: "reopen", ...(encounters && { encounters }) },
      "waiting for a decision again",
    );
  },
});
