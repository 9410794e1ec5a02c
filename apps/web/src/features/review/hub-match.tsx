/** What the hub already holds of an encounter under review, with the choice to fill it or to keep apart from it. */
import type { EncounterRow, HubMatch, HubStatus, PlanAnswer, PopulationCard } from "@landfall/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { hubMatchQuery } from "../../api/hub-matches.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { useManifest, useSnapshot } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { compare, heldWords } from "../../ui/compare-words.ts";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count } from "../../ui/format.ts";
import { encounterTitle } from "../../ui/words.ts";

type Candidate = HubMatch["candidates"][number];

const isOpen = ({ review }: EncounterRow): boolean => review === "pending" || review === "incomplete";

const mayAsk = (population: PopulationCard | undefined): boolean =>
  population?.onHub === true && population.gate !== "closed";

/** Asked while it is in sight, and only where the answer is still of use. */
function useMatch(row: EncounterRow): HubMatch | undefined {
  const isReachable = useSnapshot(({ hub }) => hub.state === "reachable");
  const population = useManifest(row.manifestId)?.population;
  const enabled = isReachable && mayAsk(population) && isOpen(row) && row.hubEncounterId === null;
  return useQuery({ ...hubMatchQuery(row), enabled }).data ?? undefined;
}

function useAnswer(row: EncounterRow) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PlanAnswer | null) =>
      body === null
        ? station.withdrawAnswer({ params: { id: row.id } })
        : station.answer({ params: { id: row.id }, body }),
    onSuccess: async (_, body) => {
      announce(body === null ? "Answer taken back." : "Answer kept.");
      void client.invalidateQueries({ queryKey: ["plan", row.manifestId] });
      await client.invalidateQueries({ queryKey: ["hubMatch", row.manifestId, row.id] });
    },
  });
}

/** `BW · Holds 12 of these 20 photographs · Other place`. */
function differences(row: EncounterRow, { encounter, imagesHeld }: Candidate, images: number): string {
  const { other } = compare(row.values, encounter.values);
  return [encounter.values.recordedBy, heldWords(imagesHeld, images), other].filter(Boolean).join(" · ");
}

function said({ answer, message }: HubMatch): string {
  if (answer?.choice === "apart") return "Kept apart from what the hub has, as you have said.";
  if (answer?.choice === "join") return "Fills the encounter on the hub that you have chosen.";
  return message ?? "The hub has this encounter already; it will be filled.";
}

export function HubMatchNote({ row }: { row: EncounterRow }) {
  const match = useMatch(row);
  const answer = useAnswer(row);
  if (!match || match.state === "none") return null;
  const { candidates, images } = match;
  const chosen = match.answer?.choice === "join" ? match.answer.hubEncounterId : null;
  const isApart = match.answer?.choice === "apart";
  const isFilled = (candidate: Candidate): boolean =>
    !isApart && (chosen === candidate.encounter.id || (chosen === null && match.state === "fills"));
  const title = encounterTitle(row.values);
  return (
    <fieldset className={`hubmatch${match.state === "asks" && !match.answer ? " asks" : ""}`}>
      <legend className="sr">On the hub: {title}</legend>
      <p>{said(match)}</p>
      <div className="hubmatchlist">
        {candidates.map((candidate) => (
          <div key={candidate.encounter.id}>
            <span className="breakable">
              <b>{encounterTitle(candidate.encounter.values)}</b>, {count(candidate.encounter.images, "photograph")}{" "}
              there
              <small>{differences(row, candidate, images)}</small>
            </span>
            {!isFilled(candidate) && (
              <Button
                busy={answer.isPending}
                onClick={() => answer.mutate({ choice: "join", hubEncounterId: candidate.encounter.id })}
              >
                Fill this one<span className="sr"> with {title}</span>
              </Button>
            )}
          </div>
        ))}
      </div>
      {!isApart && (
        <Button look="ghost" busy={answer.isPending} onClick={() => answer.mutate({ choice: "apart" })}>
          Keep apart<span className="sr"> {title}</span>
        </Button>
      )}
      {match.answer && (
        <Button look="ghost" busy={answer.isPending} onClick={() => answer.mutate(null)}>
          Take the answer back<span className="sr"> {title}</span>
        </Button>
      )}
      {answer.error && <ErrorNote error={answer.error} />}
    </fieldset>
  );
}

const unknownWords: Partial<Record<HubStatus["state"], string>> = {
  offline: "The hub cannot be reached",
  unavailable: "The hub does not answer",
};

/** Where nobody can know what the hub has: said once, above the list. */
export function HubUnknown({ manifestId }: { manifestId: EncounterRow["manifestId"] }) {
  const state = useSnapshot(({ hub }) => hub.state);
  const population = useManifest(manifestId)?.population;
  const why = unknownWords[state];
  if (!why || !population) return null;
  return (
    <p className="checkline quiet">
      {why}: whether it has any of these already is not known now. The plan asks it before anything is sent.
    </p>
  );
}
