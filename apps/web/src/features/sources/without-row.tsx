/** Photographs that no row is of, and why. */
import { type SourcesView, unmatchedWords } from "@landfall/protocol";
import { count, formatNumber } from "../../ui/format.ts";

export function WithoutRow({ list }: { list: SourcesView["withoutRow"] }) {
  const total = list.reduce((sum, each) => sum + each.count, 0);
  return (
    <section className="card" aria-labelledby="without-row">
      <h2 id="without-row">Photographs without a row</h2>
      {total === 0 && <p className="quiet">None: every photograph is of a row.</p>}
      {list.map(({ because, count: photographs, examples }) => (
        <details key={because} className="foldable">
          <summary>
            <span>
              {count(photographs, "photograph")} {unmatchedWords[because]}
            </span>
          </summary>
          <ul className="files">
            {examples.map((example) => (
              <li key={example}>{example}</li>
            ))}
            {photographs > examples.length && <li>and {formatNumber(photographs - examples.length)} more</li>}
          </ul>
        </details>
      ))}
    </section>
  );
}
