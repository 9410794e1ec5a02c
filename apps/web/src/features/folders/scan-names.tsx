/** What the names of folders say: the patterns in use, dates that could be either way round, and the way to the patterns' page. */
import type { ScanResult } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";
import { DateOrderQuestion } from "../../ui/date-order-question.tsx";
import { count, formatNumber } from "../../ui/format.ts";

export function ScanNames({ result: { scanJobId, patterns, dates, files } }: { result: ScanResult }) {
  return (
    <section className="scanpart">
      <h3>Names of folders</h3>
      {patterns.length > 0 && (
        <ul className="scanplaces">
          {patterns.map(({ pattern, images }) => (
            <li key={pattern} className={images === 0 ? "note" : undefined}>
              <code className="breakable">{pattern}</code> fits {images === 0 ? "none" : formatNumber(images)} of{" "}
              {count(files.images, "image")}.
            </li>
          ))}
        </ul>
      )}
      {dates.map((each) => (
        <DateOrderQuestion key={each.folder} id={scanJobId} dates={each} />
      ))}
      <p>
        <Link to="/scans/$id/pattern" params={{ id: scanJobId }}>
          {patterns.length > 0 ? "Path patterns" : "Path patterns: say what folder names mean"}
        </Link>
      </p>
    </section>
  );
}
