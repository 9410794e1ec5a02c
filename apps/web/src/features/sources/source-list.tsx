/** The files in use, what changed in them since, and those that lie in the folders and are not used. */
import {
  errorTable,
  type OfferedSource,
  type SheetChanges,
  type SourcesView,
  type SourceView,
} from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { count, formatInstant, formatNumber } from "../../ui/format.ts";
import { AddSource, sourceKindWords } from "../../ui/source-picker.tsx";
import { fieldWords } from "../../ui/words.ts";

type Used = Pick<OfferedSource, "kind" | "path">;

interface SourceListProps {
  readonly view: SourcesView;
  readonly isBusy: boolean;
  readonly onSet: (sources: readonly Used[]) => void;
}

function Changes({ changes }: { changes: SheetChanges }) {
  const { added, removed, changed } = changes.counts;
  return (
    <details className="foldable">
      <summary>
        <span>
          Since it was read before: {count(added, "row")} more, {formatNumber(removed)} gone, {count(changed, "value")}{" "}
          changed
        </span>
      </summary>
      <ul className="files">
        {changes.changed.map(({ place, field, from, to }) => (
          <li key={`${place} ${field}`}>
            {place}, {fieldWords[field]}: {from ?? "nothing"} → {to ?? "nothing"}
          </li>
        ))}
        {changes.added.map(({ place, text }) => (
          <li key={place}>
            New: {place}: {text}
          </li>
        ))}
        {changes.removed.map(({ place, text }) => (
          <li key={`gone ${place}`}>
            Gone: {place}: {text}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface SourceProps {
  readonly source: SourceView;
  readonly isBusy: boolean;
  /** It is a sheet, and has no table that could be mapped. */
  readonly isEmpty: boolean;
  readonly onRemove: () => void;
}

function Source({ source, isBusy, isEmpty, onRemove }: SourceProps) {
  const { kind, name, path, readAt, error, changes } = source;
  return (
    <li>
      <div className="sourcerow">
        <div>
          <b className="breakable">{name}</b> <span className="quiet">{sourceKindWords[kind]}</span>
          <small className="quiet breakable">
            {path} · read {formatInstant(readAt)}
          </small>
        </div>
        <Button disabled={isBusy} onClick={onRemove} aria-label={`Remove ${name}`}>
          Remove
        </Button>
      </div>
      {error && (
        <p className="note">
          It could not be read again: {errorTable[error.code].message} What it said before still counts.
        </p>
      )}
      {isEmpty && <p className="note">No table with a header is found in it, and it is not used.</p>}
      {changes && <Changes changes={changes} />}
    </li>
  );
}

export function SourceList({ view: { sources, tables, offered }, isBusy, onSet }: SourceListProps) {
  const add = (source: Used) => onSet([...sources, source]);
  return (
    <section className="card" aria-labelledby="in-use" aria-busy={isBusy}>
      <header className="sourcehead">
        <h2 id="in-use">In use</h2>
        <AddSource used={new Set(sources.map(({ path }) => path))} onAdd={add} />
      </header>
      {sources.length === 0 && <p className="quiet">None yet.</p>}
      <ul className="sourcelist">
        {sources.map((source) => (
          <Source
            key={source.path}
            source={source}
            isBusy={isBusy}
            isEmpty={source.kind === "sheet" && tables.every(({ path }) => path !== source.path)}
            onRemove={() => onSet(sources.filter(({ path }) => path !== source.path))}
          />
        ))}
      </ul>
      {offered.length > 0 && (
        <>
          <h3>Found in the folders, not used</h3>
          <ul className="sourcelist">
            {offered.map((source) => (
              <li key={source.path}>
                <div className="sourcerow">
                  <div>
                    <span className="breakable">{source.name}</span>{" "}
                    <span className="quiet">{sourceKindWords[source.kind]}</span>
                    <small className="quiet breakable">{source.path}</small>
                  </div>
                  <Button disabled={isBusy} onClick={() => add(source)} aria-label={`Use ${source.name}`}>
                    Use
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {isBusy && (
        <p className="scanfolder quiet">
          <i className="spin" /> Reading, and grouping the photographs again…
        </p>
      )}
    </section>
  );
}
