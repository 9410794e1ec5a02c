/** What the names of a scan's folders mean: patterns as they are typed, tried on the real folders, and what they would make. */
import type { PatternsChange, PatternsView, ScanJobId } from "@landfall/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { patternsQuery } from "../../api/pattern-queries.ts";
import { scanJobQuery } from "../../api/queries.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { useSnapshot } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { DateOrderQuestion } from "../../ui/date-order-question.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { RegroupedList } from "../../ui/regrouped-list.tsx";
import { useDebounced } from "../../ui/use-debounced.ts";
import { MatchList } from "./match-list.tsx";
import { PatternInput } from "./pattern-input.tsx";
import "./patterns.css";
import { PreviewPanel } from "./preview-panel.tsx";
import { SuggestionList } from "./suggestion-list.tsx";
import { type Draft, useDraft } from "./use-draft.ts";

/** After the last letter. */
const pauseMs = 250;

function PatternForm({ draft, children }: { draft: Draft; children: React.ReactNode }) {
  const { rows } = draft;
  return (
    <>
      {rows.map(({ key, text }, at) => (
        <PatternInput
          key={key}
          label={rows.length === 1 ? "Path pattern" : `Path pattern ${at + 1}`}
          text={text}
          focus={draft.focus?.key === key ? draft.focus : null}
          onChange={(now) => draft.change(key, now)}
          onRemove={rows.length > 1 ? () => draft.remove(key) : undefined}
          onMoveUp={at > 0 ? () => draft.moveUp(key) : undefined}
        />
      ))}
      {children}
    </>
  );
}

function Editor({ view, isRunning }: { view: PatternsView; isRunning: boolean }) {
  const id = view.scanJobId;
  const client = useQueryClient();
  const [changed, setChanged] = useState<PatternsChange>();
  const best = view.suggestions[0]?.pattern;
  const draft = useDraft(view.patterns.length > 0 ? view.patterns : best === undefined ? [] : [best]);
  const settled = useDebounced(draft.isRight ? draft.patterns.join("\n") : null, pauseMs);
  const [tried, setTried] = useState(settled);
  if (settled !== null && settled !== tried) setTried(settled);
  const patterns = tried ? tried.split("\n") : [];
  const use = useMutation({
    mutationFn: () => station.setPatterns({ params: { id }, body: { patterns: [...draft.patterns] } }),
    onSuccess: (change) => {
      client.setQueryData(patternsQuery(id).queryKey, change.view);
      void client.invalidateQueries({ queryKey: scanJobQuery(id).queryKey });
      void client.invalidateQueries({ queryKey: ["patternPreview", id] });
      setChanged(change);
      announce("The pattern is used; the photographs were grouped again.");
    },
  });
  const hasPreview = !isRunning && view.manifestId !== null;
  const isSame = draft.patterns.join("\n") === view.patterns.join("\n");
  const isReady = draft.isRight && !isSame && !use.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) use.mutate();
  };
  const verb =
    draft.patterns.length === 0
      ? "Use no pattern"
      : draft.patterns.length > 1
        ? "Use these patterns"
        : "Use this pattern";
  return (
    <div className="patterns">
      {changed && (
        <div className="note info" role="status">
          <p>
            Saved.{" "}
            {isRunning
              ? "It counts when the scan is at its end."
              : changed.regrouped.length === 0 && "The encounters stay as they are."}
          </p>
          <RegroupedList regrouped={changed.regrouped} />
        </div>
      )}
      {view.dates.map((dates) => (
        <DateOrderQuestion key={dates.folder} id={id} dates={dates} onChanged={setChanged} />
      ))}
      <form className="card patternform" aria-label="Path patterns" onSubmit={submit}>
        <PatternForm draft={draft}>
          {use.error && <ErrorNote error={use.error} />}
          <div className="formacts">
            <span className="quiet">
              {isSame && view.patterns.length > 0
                ? "In use."
                : "The first that a folder fits says what its names mean; the others are guessed. * is any text, ** any folders."}
            </span>
            <Button onClick={() => draft.add()}>Add another</Button>
            <Button type="submit" look={isReady ? "primary" : "plain"} busy={!isReady}>
              {verb}
            </Button>
          </div>
        </PatternForm>
      </form>
      <section className="card" aria-labelledby="suggested">
        <h2 id="suggested">Suggested by the folders</h2>
        <SuggestionList
          suggestions={view.suggestions}
          images={view.images}
          chosen={draft.patterns}
          onChoose={draft.replace}
          onAdd={draft.add}
        />
      </section>
      <div className={patterns.length > 0 && hasPreview ? "patternsboth" : undefined}>
        {patterns.length > 0 && <MatchList id={id} patterns={patterns} />}
        {hasPreview && <PreviewPanel id={id} patterns={patterns} images={view.images} />}
      </div>
      <div className="formacts">
        <Link className="btn" to="/folders" search={{ scan: id }}>
          To the scan
        </Link>
        {view.manifestId && (
          <Link className="btn" to="/manifests/$id" params={{ id: view.manifestId }}>
            Review
          </Link>
        )}
      </div>
    </div>
  );
}

export function PatternsPage({ id }: { id: ScanJobId }) {
  const job = useSnapshot((state) => state.scanJobs.find((each) => each.id === id));
  const isRunning = job?.state === "running";
  const { data, error } = useQuery({ ...patternsQuery(id), refetchInterval: isRunning ? 10_000 : false });
  return (
    <>
      <PageHead
        title="Path patterns"
        lede={`What the names of the folders${data ? ` of ${data.name}` : ""} mean. Nothing is made before you use one, and what you decided is kept.`}
      />
      {error ? (
        <ErrorNote error={error} />
      ) : !data ? (
        <p className="quiet">Looking at the folders…</p>
      ) : data.images === 0 ? (
        <EmptyState
          title="No photographs yet"
          text={
            isRunning ? "The scan has found none so far." : "The scan has found none, so there are no folders to name."
          }
        >
          <Link className="btn" to="/folders" search={{ scan: id }}>
            To the scan
          </Link>
        </EmptyState>
      ) : (
        <Editor view={data} isRunning={isRunning} />
      )}
    </>
  );
}
