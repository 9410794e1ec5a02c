import { changedThereWords, type ManifestId, type PlanView, takenThereWords } from "@landfall/protocol";
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

type Correction = PlanView["corrections"][number];

/** What is taken from the hub, and what concerns whom it is shown to, comes first. */
const weight = ({ update, withdraw }: Correction): number =>
  (withdraw > 0 ? 2 : 0) + (update.some(({ field }) => field === "available" || field === "license") ? 1 : 0);

/** `2 images come to it, 1 withdrawn` */
function imagesOf({ move, withdraw, describe }: Correction): string[] {
  const parts = [
    ...(move > 0 ? [`${counted(move, "image")} ${move === 1 ? "comes" : "come"} to it`] : []),
    ...(withdraw > 0 ? [`${counted(withdraw, "image")} withdrawn`] : []),
    ...(describe > 0 ? [`${counted(describe, "image")} described`] : []),
  ];
  return parts.length > 0 ? [`    ${parts.join(", ")}`] : [];
}

/** `license: attribution → public`, and how many images, under each encounter of which something is corrected. */
function describeEach(id: ManifestId, corrections: readonly Correction[]): string[] {
  if (corrections.length === 0) return [];
  return [
    ...corrections
      .toSorted((a, b) => weight(b) - weight(a))
      .slice(0, namedAtMost)
      .flatMap((correction) => [
        `  ${correction.encounterId}  ${encounterName(correction.values)}`,
        ...correction.update
          .slice(0, namedAtMost)
          .map(({ field, from, to }) => `    ${field}: ${brief(from)} → ${brief(to)}`),
        ...andMore(correction.update, "    "),
        ...imagesOf(correction),
      ]),
    ...andMore(corrections, "  "),
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
    const view = await withStation(dataFolder, { needsHub: true }, ({ client }) => client.plan({ params: { id } }));
    const { questions, ...counts } = view;
    out.result(out.json && questions.length > 0 ? view : counts, [
      `Encounters: ${view.create} to make on the hub, ${view.fill} to fill there, ${view.ask} with a question.`,
      ...describeCorrections(view),
      ...describeEach(id, view.corrections),
      `Images: ${view.upload} to send (${size(view.bytes)}), ${view.copy > 0 ? `${view.copy} to copy from their container, ` : ""}${view.alreadyThere} already there.`,
      ...describeToTellAgain(view),
      ...describeChangedThere(id, view.changedThere),
      ...[takenThereWords(view.takenThere)].filter((line) => line !== null),
      ...describeQuestions(id, questions),
    ]);
    return view.ask > 0 ? 3 : 0;
  },
});
