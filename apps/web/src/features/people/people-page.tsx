/** The photographers of a population: each name is said once who it is, for this season and the next. */
import type { AliasesRequest, PeopleChange, PopulationId, UnresolvedNames } from "@landfall/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { peopleQuery } from "../../api/population-queries.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { usePopulations } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { Neighbours } from "../../ui/population-links.tsx";
import { SavedNote } from "../../ui/regrouped-list.tsx";
import { type Segment, Segments } from "../../ui/segments.tsx";
import { isLikely, likelyAliases } from "./name-drafts.ts";
import { PeopleForm } from "./people-form.tsx";
import "./people.css";

const unresolvedOptions: readonly Segment<UnresolvedNames>[] = [
  { value: "allow", label: "Say nothing", says: "Say nothing of them" },
  { value: "warn", label: "Warn", says: "Warn, once a name has been resolved" },
  { value: "block", label: "Block approval", says: "Block their approval" },
];

/** `3 names are unresolved.` */
function openText(open: number): string {
  if (open === 0) return "Every name is somebody, or left out.";
  return `${count(open, "name")} ${open === 1 ? "is" : "are"} unresolved: ${open === 1 ? "it stays" : "they stay"} as written.`;
}

export function PeoplePage({ id }: { id: PopulationId }) {
  const client = useQueryClient();
  const population = usePopulations().find((each) => each.id === id);
  const { data, error } = useQuery(peopleQuery(id));
  const [saved, setSaved] = useState<PeopleChange>();
  const save = useMutation({
    mutationFn: (body: AliasesRequest) => station.setAliases({ params: { id }, body }),
    onSuccess: (change) => {
      client.setQueryData(peopleQuery(id).queryKey, change.people);
      setSaved(change);
      announce("Saved.");
    },
  });
  const open = data?.names.filter(({ state }) => state === "unresolved") ?? [];
  const likely = open.filter(isLikely).length;
  return (
    <>
      <PageHead
        title="Photographers"
        lede={`Who the names in folders, files and sheets${population ? ` of ${population.name}` : ""} stand for. What was written is kept beside it.`}
      >
        {likely > 0 && (
          <Button look="primary" busy={save.isPending} onClick={() => save.mutate({ aliases: likelyAliases(open) })}>
            Take {likely === 1 ? "the likely one" : `the ${formatNumber(likely)} likely ones`}
          </Button>
        )}
      </PageHead>
      {save.error && <ErrorNote error={save.error} />}
      {saved && (
        <SavedNote regrouped={saved.regrouped} nothing="The photographers of the encounters stay as they are." />
      )}
      {error ? (
        <ErrorNote error={error} />
      ) : !data ? (
        <p className="quiet">Reading the names…</p>
      ) : data.names.length === 0 && data.withoutPhotographer === 0 ? (
        <EmptyState
          title="No photographer yet"
          text="Scan a folder first: photographs, folders and sheets say who took them."
        >
          <Link className="btn primary" to="/folders">
            Scan a folder
          </Link>
        </EmptyState>
      ) : (
        <>
          <p className="openness">
            {data.names.length > 0 ? openText(open.length) : "No folder, file or sheet names anybody."}
          </p>
          <Segments
            legend="Encounters of an unresolved name"
            name="unresolved"
            options={unresolvedOptions}
            value={save.isPending ? (save.variables.unresolvedNames ?? data.unresolvedNames) : data.unresolvedNames}
            onChange={(unresolvedNames) => save.mutate({ aliases: [], unresolvedNames })}
          />
          <PeopleForm
            view={data}
            isSaving={save.isPending}
            onSave={(body, onSaved) => save.mutate(body, { onSuccess: onSaved })}
          />
        </>
      )}
      <Neighbours id={id} of="people" />
    </>
  );
}
