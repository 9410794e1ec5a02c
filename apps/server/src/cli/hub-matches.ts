/** What the hub already holds of encounters under review, as `review --hub` tells it. */
import type { EncounterId, EncounterRow, HubMatch, ManifestId } from "@landfall/protocol";
import type { StationClient } from "../station-client.ts";
import { counted } from "./output.ts";
import { encounterName } from "./questions.ts";

const atOnce = 200;

/** Of those that are not denied and not on the hub by our last word. */
export async function allMatches(
  client: StationClient,
  id: ManifestId,
  rows: readonly EncounterRow[],
): Promise<Map<EncounterId, HubMatch>> {
  const asked = rows.filter(({ review, hubEncounterId }) => review !== "denied" && hubEncounterId === null);
  const matches = new Map<EncounterId, HubMatch>();
  for (let at = 0; at < asked.length; at += atOnce) {
    const encounters = asked.slice(at, at + atOnce).map((row) => row.id);
    const { items } = await client.hubMatches({ params: { id }, body: { encounters } });
    for (const match of items) matches.set(match.encounterId, match);
  }
  return matches;
}

/** Behind the candidate that it is about. */
function answerText({ answer }: HubMatch, candidate: HubMatch["candidates"][number]): string {
  if (answer?.choice === "apart") return "  kept apart, as you have said";
  const isFilled = answer?.choice === "join" && answer.hubEncounterId === candidate.encounter.id;
  return isFilled ? "  filled, as you have said" : "";
}

export function describeMatch(id: ManifestId, match: HubMatch | undefined): string[] {
  if (!match || match.state === "none") return [];
  const encounter = match.encounterId;
  const command = `landfall answer ${id} --encounter ${encounter}`;
  return [
    ...(match.message ? [`    ${match.message}`] : []),
    ...match.candidates.map(
      (candidate) =>
        `    on the hub: ${candidate.encounter.id}  ${encounterName(candidate.encounter.values)}, ${candidate.imagesHeld} of ${counted(match.images, "image")} there${answerText(match, candidate)}`,
    ),
    ...(match.answer === null
      ? [
          `    ${match.state === "fills" ? `it will be filled; else: ${command} --apart` : `${command} --fill HUBENCOUNTER, or --apart`}`,
        ]
      : [`    to take that back: ${command} --withdraw`]),
  ];
}
