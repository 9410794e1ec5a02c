/** What the hub knows of the population's individuals, and as of when: near-misses are found against it, with the hub or without. */
import type { IndividualsView, PopulationId } from "@landfall/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { individualsQuery } from "../../api/population-queries.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { usePopulations, useSnapshot } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatInstant } from "../../ui/format.ts";

interface CatalogueProps {
  readonly id: PopulationId;
  readonly view: IndividualsView;
  readonly isSaving: boolean;
  readonly onUse: (examples: string[]) => void;
}

export function CatalogueLine({ id, view: { catalogue, examples }, isSaving, onUse }: CatalogueProps) {
  const client = useQueryClient();
  const isOnHub = usePopulations().some((population) => population.id === id && population.onHub);
  const isReachable = useSnapshot(({ hub }) => hub.state === "reachable");
  const fetched = useMutation({
    mutationFn: () => station.fetchCatalogue({ params: { id } }),
    onSuccess: (view) => {
      client.setQueryData(individualsQuery(id).queryKey, view);
      announce(`${count(view.catalogue.individuals, "individual")} on the hub.`);
    },
  });
  if (!isOnHub && catalogue.fetchedAt === null) return null;
  return (
    <section className="catalogueline" aria-label="The hub's catalogue">
      <p>
        {catalogue.fetchedAt === null
          ? "The individuals that the hub knows have not been fetched yet."
          : `The hub knows ${count(catalogue.individuals, "individual")}, as of ${formatInstant(catalogue.fetchedAt)}. What is nearly one of them is listed below.`}
        {!isReachable && <span className="quiet"> The hub cannot be reached now.</span>}
      </p>
      <p className="lineacts">
        {isOnHub && (
          <Button busy={fetched.isPending || !isReachable} onClick={() => fetched.mutate()}>
            Fetch from the hub
          </Button>
        )}
        {examples.length === 0 && catalogue.examples.length > 0 && (
          <Button busy={isSaving} onClick={() => onUse(catalogue.examples)}>
            Write identifiers as the hub does
          </Button>
        )}
      </p>
      {fetched.error && <ErrorNote error={fetched.error} />}
    </section>
  );
}
