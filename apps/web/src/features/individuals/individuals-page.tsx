/** The individuals of a population: how their identifiers are written, what is nearly one, and what the hub made of them. */
import type { IdentifiersChange, IdentifiersRequest, PopulationId } from "@landfall/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { individualsQuery } from "../../api/population-queries.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { usePopulations } from "../../live/use-snapshot.ts";
import { ErrorNote } from "../../ui/error-note.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Neighbours } from "../../ui/population-links.tsx";
import { SavedNote } from "../../ui/regrouped-list.tsx";
import { CatalogueLine } from "./catalogue-line.tsx";
import { IndividualList } from "./individual-list.tsx";
import { CorrectionList, NearList } from "./near-list.tsx";
import { RuleForm } from "./rule-form.tsx";
import "./individuals.css";

export function IndividualsPage({ id }: { id: PopulationId }) {
  const client = useQueryClient();
  const population = usePopulations().find((each) => each.id === id);
  const { data, error } = useQuery(individualsQuery(id));
  const [taken, setTaken] = useState(0);
  const [saved, setSaved] = useState<IdentifiersChange>();
  const save = useMutation({
    mutationFn: (request: Partial<IdentifiersRequest>) =>
      station.setIdentifiers({ params: { id }, body: { corrections: [], forget: [], ...request } }),
    onSuccess: (change) => {
      client.setQueryData(individualsQuery(id).queryKey, change.individuals);
      setSaved(change);
      announce("Saved.");
    },
  });
  /** The form begins anew with what it did not make itself. */
  const takeExamples = (examples: string[]) =>
    save.mutate({ examples }, { onSuccess: () => setTaken((times) => times + 1) });
  const list = { isSaving: save.isPending, onSave: save.mutate };
  return (
    <>
      <PageHead
        title="Individuals"
        lede={`Which animals${population ? ` of ${population.name}` : ""} the names of folders and files, sheets and people speak of.`}
      />
      {save.error && <ErrorNote error={save.error} />}
      {saved && <SavedNote regrouped={saved.regrouped} nothing="The encounters stay as they are." />}
      {error ? (
        <ErrorNote error={error} />
      ) : !data ? (
        <p className="quiet">Reading the names…</p>
      ) : (
        <div className="individuals">
          <CatalogueLine id={id} view={data} isSaving={save.isPending} onUse={takeExamples} />
          <RuleForm key={taken} id={id} saved={data.examples} {...list} />
          <NearList view={data} {...list} />
          <IndividualList individuals={data.individuals} />
          <CorrectionList view={data} {...list} />
        </div>
      )}
      <Neighbours id={id} of="individuals" />
    </>
  );
}
