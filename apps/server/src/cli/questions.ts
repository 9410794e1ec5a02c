/** Questions of the plan, as `plan` asks them and as a run that left them open names them. */
import { type ManifestId, type PlanQuestion, type RunView, toLandfallError } from "@landfall/protocol";
import type { StationClient } from "../station-client.ts";
import { bothText } from "./changed-there.ts";
import { counted } from "./output.ts";

/** `2024-07-15 · Haro Strait · B. Wood`. */
export const encounterName = ({
  eventDate,
  locality,
  recordedBy,
  eventType,
  organismName,
}: PlanQuestion["values"]): string =>
  eventType === "reference"
    ? `Reference images · ${organismName ?? "?"}`
    : [eventDate, locality, recordedBy].map((value) => value ?? "?").join(" · ");

const describeQuestion = (question: PlanQuestion): string[] => [
  `${question.encounterId}  ${encounterName(question.values)} (${counted(question.images, "image")})`,
  `  ${question.message}`,
  ...question.conflicts.map((both) => `  ${bothText(both)}`),
  ...question.changedThere.map(
    ({ field, ours, theirs }) =>
      `  ${field}: here ${ours ?? "(empty)"}; changed on the hub alone to ${theirs}, which this station takes over`,
  ),
  ...(question.withdrawn ?? []).map(
    ({ fileName, reason }) => `  ${fileName}: taken out there${reason === null ? "" : `, because: ${reason}`}`,
  ),
  ...question.candidates.map(
    ({ encounter, imagesHeld }) =>
      `  on the hub: ${encounter.id}  ${encounterName(encounter.values)} (${counted(encounter.images, "image")}, ${imagesHeld} of these)`,
  ),
];

/** What the run did not do because of them. */
export function describeLeft(questions: readonly PlanQuestion[]): string[] {
  const corrected = questions.filter(({ why }) => why === "correctedElsewhere").length;
  const left = [
    [questions.length - corrected, "encounter"],
    [corrected, "correction"],
  ] as const;
  return left
    .filter(([count]) => count > 0)
    .map(([count, one]) => `${counted(count, one)} not sent: each waits for an answer.`);
}

export const describeQuestions = (manifest: ManifestId, questions: readonly PlanQuestion[]): string[] =>
  questions.length === 0
    ? []
    : [
        ...questions.flatMap(describeQuestion),
        ...(questions.some(({ why }) => why !== "correctedElsewhere" && why !== "withdrawnThere")
          ? [`Answer: landfall answer ${manifest} --encounter ID --fill HUBENCOUNTER, or --apart`]
          : []),
        ...(questions.some(({ why }) => why === "correctedElsewhere")
          ? [`What was corrected on both: landfall answer ${manifest} --encounter ID --ours, or --theirs`]
          : []),
        ...(questions.some(({ why }) => why === "withdrawnThere")
          ? [
              `To leave out here too what was taken out there: landfall answer ${manifest} --encounter ID --theirs; to bring it back: --ours`,
            ]
          : []),
      ];

/** What a run that is over left undelivered because a person has to answer first. */
export async function openQuestions(client: StationClient, run: RunView): Promise<readonly PlanQuestion[]> {
  const isOver = run.state === "done" || (run.state === "running" && run.settled);
  if (!isOver) return [];
  const params = { id: run.manifestId };
  const { encounters, correctionsDue } = await client.manifest({ params });
  // Each of the others is with the hub as it is here, or among the problems.
  if (correctionsDue === 0 && encounters.approved <= encounters.synced + encounters.partial + encounters.failed)
    return [];
  try {
    return (await client.plan({ params })).questions;
  } catch (error) {
    // Without the hub nobody knows; the run has been told of in any case.
    if (["offline", "transient", "auth"].includes(toLandfallError(error).tier)) return [];
    throw error;
  }
}
