/** How rows and photographs met, rows that no photograph is of, and cells that could not be read. */
import { cellProblemText, type MatchedBy, matchedByWords, type SheetMatch } from "@landfall/protocol";
import { Chip } from "../../ui/chip.tsx";
import { count, formatNumber } from "../../ui/format.ts";

function More({ shown, total }: { shown: number; total: number }) {
  return total > shown ? <li>and {formatNumber(total - shown)} more</li> : null;
}

export function SheetRows({ match }: { match: SheetMatch }) {
  const { matched, unused, unusedCount, problems, problemCount, more } = match;
  const ways = (Object.entries(matched) as [MatchedBy, number][]).map(
    ([by, photographs]) => `${count(photographs, "photograph")} ${matchedByWords[by]}`,
  );
  return (
    <div className="sheetrows">
      <p>{ways.length > 0 ? `${ways.join(", ")}.` : "No photograph is of any of its rows."}</p>
      {more > 0 && <p className="note">{count(more, "row")} behind the first 100,000 are not read.</p>}
      {problemCount > 0 && (
        <details className="foldable" open={problemCount <= 5}>
          <summary>
            <span>{count(problemCount, "cell")} to look at</span>
            <Chip tone="warn">Look</Chip>
          </summary>
          <ul className="files">
            {problems.map((cell) => (
              <li key={cellProblemText(cell)}>{cellProblemText(cell)}</li>
            ))}
            <More shown={problems.length} total={problemCount} />
          </ul>
        </details>
      )}
      {unusedCount > 0 && (
        <details className="foldable">
          <summary>
            <span>{count(unusedCount, "row")} without photographs</span>
          </summary>
          <ul className="files">
            {unused.map(({ place, text }) => (
              <li key={place}>
                {place}: {text}
              </li>
            ))}
            <More shown={unused.length} total={unusedCount} />
          </ul>
        </details>
      )}
    </div>
  );
}
