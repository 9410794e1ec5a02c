/** What a person decides of encounters beside approving them. */
import type { DecideRequest } from "@landfall/protocol";
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
  const { changed, undo } = await withStation(dataFolder, { needsHub: false }, ({ client }) =>
    client.decide({ params: { id }, body }),
  );
  out.result({ changed, undo }, [
    `${counted(changed, "encounter")} ${done}.`,
    ...undoLine(undo),
    `See: landfall review ${id}`,
  ]);
  return 0;
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
