import type { PlanQuestion } from "@landfall/protocol";
import { readManifestId } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { withStation } from "../open-station.ts";
import { counted, size } from "../output.ts";

const name = ({ eventDate, locality, recordedBy }: PlanQuestion["values"]): string =>
  [eventDate, locality, recordedBy].map((value) => value ?? "?").join(" · ");

const describeQuestion = (question: PlanQuestion): string[] => [
  `${question.encounterId}  ${name(question.values)} (${counted(question.images, "image")})`,
  `  ${question.message}`,
  ...question.candidates.map(
    ({ encounter, imagesHeld }) =>
      `  on the hub: ${encounter.id}  ${name(encounter.values)} (${counted(encounter.images, "image")}, ${imagesHeld} of these)`,
  ),
];

export const plan = defineCommand({
  name: "plan",
  summary: "What a sync would do; writes nothing",
  usage: "MANIFEST",
  arguments: { atLeast: 1, atMost: 1 },
  options: {},
  run: async ({ positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    const view = await withStation(dataFolder, { needsHub: true }, ({ client }) => client.plan({ params: { id } }));
    const { questions, ...counts } = view;
    out.result(out.json && questions.length > 0 ? view : counts, [
      `Encounters: ${view.create} to make on the hub, ${view.fill} there already, ${view.ask} with a question.`,
      `Images: ${view.upload} to send (${size(view.bytes)}), ${view.alreadyThere} already there.`,
      ...questions.flatMap(describeQuestion),
      ...(questions.length > 0 ? [`Answer: landfall answer ${id} --encounter ID --fill HUBENCOUNTER, or --apart`] : []),
    ]);
    return view.ask > 0 ? 3 : 0;
  },
});
