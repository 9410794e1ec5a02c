/** The sheets and tracks of a scan: which are used, what their columns are, and what found no partner. */
import type { ScanJobId, SourcesView } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";
import { useSnapshot } from "../../live/use-snapshot.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { AddSource } from "../../ui/source-picker.tsx";
import { SheetCard } from "./sheet-card.tsx";
import { SourceList } from "./source-list.tsx";
import "./sources.css";
import { TrackList } from "./track-list.tsx";
import { useSources } from "./use-sources.ts";
import { WithoutRow } from "./without-row.tsx";

const isNew = ({ sources, offered }: SourcesView): boolean => sources.length + offered.length === 0;

export function SourcesPage({ id }: { id: ScanJobId }) {
  const name = useSnapshot((state) => state.scanJobs.find((job) => job.id === id)?.name);
  const { view, set, map } = useSources(id);
  const data = view.data;
  const used = new Set(data?.sources.map(({ path }) => path));
  return (
    <>
      <PageHead
        title="Sheets and tracks"
        lede={`What a sheet says of a sighting is its encounter's, and a track places photographs without a position${name ? `: ${name}` : ""}. What you typed yourself stays.`}
      />
      {view.error ? (
        <ErrorNote error={view.error} />
      ) : !data ? (
        <p className="quiet">Reading…</p>
      ) : (
        <div className="sources">
          {isNew(data) ? (
            <EmptyState
              title="No sheet or track yet"
              text="Add a sheet of sightings (.xlsx, .csv, .tsv) or a GPS track (.gpx)."
            >
              <AddSource used={used} onAdd={(source) => set.mutate([source])} />
            </EmptyState>
          ) : (
            <SourceList view={data} isBusy={set.isPending} onSet={(sources) => set.mutate(sources)} />
          )}
          {set.error && <ErrorNote error={set.error} />}
          {data.tables.map((table) => (
            <SheetCard
              key={`${table.path} ${table.table} ${table.headerRow} ${table.fingerprint}`}
              table={table}
              isBusy={map.isPending}
              error={map.variables?.fingerprint === table.fingerprint ? map.error : null}
              onMap={(mapping) => map.mutate({ fingerprint: table.fingerprint, mapping })}
            />
          ))}
          {data.tables.some(({ match }) => match !== null) && <WithoutRow list={data.withoutRow} />}
          <TrackList tracks={data.tracks} />
          <div className="formacts">
            <Link className="btn" to="/folders" search={{ scan: id }}>
              To the scan
            </Link>
            {data.manifestId && (
              <Link className="btn primary" to="/manifests/$id" params={{ id: data.manifestId }}>
                Review
              </Link>
            )}
          </div>
        </div>
      )}
    </>
  );
}
