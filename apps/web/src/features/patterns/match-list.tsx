/** The folders of the scan: what a pattern finds in the names of each, and those that none fits. */
import { type PatternRow, percent, type ScanJobId } from "@landfall/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { patternTrialQuery } from "../../api/pattern-queries.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { Segments } from "../../ui/segments.tsx";
import { fieldClass, patternFieldWords, valueWords } from "./field-words.ts";

function Row({ row, showPattern, showRoot }: { row: PatternRow; showPattern: boolean; showRoot: boolean }) {
  const { root, path, pieces, images, values, because, pattern } = row;
  let at = 0;
  const placed = pieces.map((piece) => {
    const start = at;
    at += piece.text.length;
    return { ...piece, start };
  });
  return (
    <li>
      <p className="mono breakable">
        {showRoot && <span className="quiet">{root}/</span>}
        {path === "" && <span className="quiet">in the folder itself</span>}
        {placed.map(({ text, field, start }) =>
          field === null ? (
            <span key={start}>{text}</span>
          ) : (
            <span key={start} className={fieldClass(field)}>
              {text}
            </span>
          ),
        )}
      </p>
      <span className="quiet">{count(images, "image")}</span>
      <p className="matchvalues">
        {values.map(({ field, value }) => (
          <span key={field} className={fieldClass(field)}>
            <small>{patternFieldWords[field]}</small> {valueWords(field, value)}
          </span>
        ))}
        {because !== null && <span className="quiet breakable">{because}</span>}
        {showPattern && pattern !== null && <span className="quiet">by pattern {pattern + 1}</span>}
      </p>
    </li>
  );
}

interface MatchListProps {
  readonly id: ScanJobId;
  readonly patterns: readonly string[];
}

export function MatchList({ id, patterns }: MatchListProps) {
  const [show, setShow] = useState<"matching" | "others">("matching");
  const asked = useInfiniteQuery(patternTrialQuery(id, patterns, show));
  const [first] = asked.data?.pages ?? [];
  if (asked.error) return <ErrorNote error={asked.error} />;
  if (!first) return <p className="quiet">Looking at the folders…</p>;
  const items = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const { images, matched, rows } = first;
  const showRoot = new Set(items.map(({ root }) => root)).size > 1;
  const left = rows[show] - items.length;
  return (
    <section className="card matches" aria-labelledby="matches" aria-busy={asked.isPlaceholderData || undefined}>
      <header>
        <div>
          <h2 id="matches">What it fits</h2>
          <p role="status">
            <b>{formatNumber(matched)}</b> of {count(images, "image")}, {percent(matched, images)}
          </p>
        </div>
        <Segments
          legend={<span className="sr">Folders to show</span>}
          name="matches-shown"
          options={[
            { value: "matching", label: `Fitting ${formatNumber(rows.matching)}` },
            { value: "others", label: `Not fitting ${formatNumber(rows.others)}` },
          ]}
          value={show}
          onChange={setShow}
        />
      </header>
      {items.length === 0 && (
        <p className="quiet">{show === "matching" ? "It fits no folder." : "It fits every folder with photographs."}</p>
      )}
      <ul className="matchlist">
        {items.map((row) => (
          <Row key={`${row.root}/${row.path}`} row={row} showPattern={patterns.length > 1} showRoot={showRoot} />
        ))}
      </ul>
      {asked.hasNextPage && (
        <Button busy={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          Show more: {formatNumber(left)} left
        </Button>
      )}
    </section>
  );
}
