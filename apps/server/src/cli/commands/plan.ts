import { changedThereWords, type ManifestId, type PlanView } from "@landfall/protocol";
import { readManifestId } from "../arguments.ts";
import { bothText } from "../changed-there.ts";
import { defineCommand } from "../command.ts";
import { withStation } from "../open-station.ts";
import { counted, size } from "../output.ts";
import { describeQuestions, encounterName } from "../questions.ts";
import { describeToTellAgain } from "../went-back.ts";

/** `Corrections: update 3, move 412 images, withdraw 1, describe 2. No image is sent again.`; nothing where there is none. */
function describeCorrections({ update, move, withdraw, describe }: PlanView): string[] {
  const parts = [
    ...(update > 0 ? [`update ${update}`] : []),
    ...(move > 0 ? [`move ${counted(move, "image")}`] : []),
    ...(withdraw > 0 ? [`withdraw ${withdraw}`] : []),
    ...(describe > 0 ? [`describe ${describe}`] : []),
  ];
  return parts.length > 0 ? [`Corrections: ${parts.join(", ")}. No image is sent again for them.`] : [];
}

/** So many encounters, and so many fields of each, are named. */
const namedAtMost = 3;

const andMore = (all: readonly unknown[], indent: string): string[] =>
  all.length > namedAtMost ? [`${indent}and ${(all.length - namedAtMost).toLocaleString("en")} more`] : [];

const longest = 60;

/** On one line, and cut where it is long. */
function brief(value: string | number | null): string {
  if (value === null) return "(empty)";
  const text = String(value).replaceAll(/\s+/g, " ");
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** `license: attribution → public`, under each encounter of which fields are corrected. */
function describeUpdates(id: ManifestId, corrections: PlanView["corrections"]): string[] {
  const updated = corrections.filter(({ update }) => update.length > 0);
  if (updated.length === 0) return [];
  return [
    ...updated
      .slice(0, namedAtMost)
      .flatMap(({ encounterId, values, update }) => [
        `  ${encounterId}  ${encounterName(values)}`,
        ...update.slice(0, namedAtMost).map(({ field, from, to }) => `    ${field}: ${brief(from)} → ${brief(to)}`),
        ...andMore(update, "    "),
      ]),
    ...andMore(updated, "  "),
    `To hold one back: landfall reopen ${id} --encounter ENCOUNTER`,
  ];
}

/** Whoever shows or exports these here has the older values. */
const describeChangedThere = (id: ManifestId, changed: PlanView["changedThere"]): string[] =>
  changed.length === 0
    ? []
    : [
        `${changedThereWords(changed.length)} A sync leaves both as they are.`,
        ...changed.flatMap(({ encounterId, values, fields }) => [
          `  ${encounterId}  ${encounterName(values)}`,
          ...fields.map((both) => `    ${bothText(both)}`),
        ]),
        `To have the hub's values here too: landfall answer ${id} --encounter ENCOUNTER --theirs; to put this station's back there: --ours`,
      ];

export const plan = defineCommand({
  name: "plan",
  summary: "What a sync would do; writes nothing",
  usage: "MANIFEST",
  arguments: { atLeast: 1, atMost: 1 },
  options: {},
  words: { HUB_OFFLINE: { hint: "Check the network and that the hub runs, then ask again." } },
  run: async ({ positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    const { view, manifest } = await withStation(dataFolder, { needsHub: true }, async ({ client }) => ({
      view: await client.plan({ params: { id } }),
      manifest: await client.manifest({ params: { id } }),
    }));
    const { questions, ...counts } = view;
    out.result(out.json && questions.length > 0 ? view : counts, [
      `Encounters: ${view.create} to make on the hub, ${view.fill} to fill there, ${view.ask} with a question.`,
      ...describeCorrections(view),
      ...describeUpdates(id, view.corrections),
      `Images: ${view.upload} to send (${size(view.bytes)}), ${view.copy > 0 ? `${view.copy} to copy from their container, ` : ""}${view.alreadyThere} already there.`,
      ...describeToTellAgain(manifest),
      ...describeChangedThere(id, view.changedThere),
      ...describeQuestions(id, questions),
    ]);
    return view.ask > 0 ? 3 : 0;
  },
});
