/** Where a population lives: an encounter outside it asks for a look. */
import type { Area, AreaView, PopulationId } from "@landfall/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { areaQuery } from "../../api/population-queries.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { usePopulations } from "../../live/use-snapshot.ts";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count } from "../../ui/format.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { Neighbours } from "../../ui/population-links.tsx";
import { AreaForm } from "./area-form.tsx";
import "./area.css";

function standText({ area, outside }: AreaView): string {
  if (area === null) return "Nothing is said yet: any position is taken.";
  if (outside === 0) return "No encounter lies outside.";
  return `${count(outside, "encounter")} ${outside === 1 ? "lies" : "lie"} outside, and ${outside === 1 ? "says" : "say"} so on Review.`;
}

export function AreaPage({ id }: { id: PopulationId }) {
  const client = useQueryClient();
  const population = usePopulations().find((each) => each.id === id);
  const { data, error } = useQuery(areaQuery(id));
  const save = useMutation({
    mutationFn: (area: Area | null) => station.setArea({ params: { id }, body: { area } }),
    onSuccess: (view) => {
      client.setQueryData(areaQuery(id).queryKey, view);
      announce(`Saved. ${standText(view)}`);
    },
  });
  return (
    <>
      <PageHead
        title="Area"
        lede={`Where ${population ? population.name : "the population"} can be. A position outside is most often a swapped number, a lost sign, or a GPS without a fix: its encounter warns. Nothing is left out for it.`}
      />
      {save.error && <ErrorNote error={save.error} />}
      {error ? (
        <ErrorNote error={error} />
      ) : !data ? (
        <p className="quiet">Reading the positions…</p>
      ) : (
        <>
          <p className={data.outside > 0 ? "note" : "note info"}>{standText(data)}</p>
          <AreaForm
            view={data}
            isSaving={save.isPending}
            onSave={(area, onSuccess) => save.mutate(area, { onSuccess })}
          />
        </>
      )}
      <Neighbours id={id} of="area" />
    </>
  );
}
