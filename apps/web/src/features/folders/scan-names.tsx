/** What the names of folders say: dates that could be either way round, and the way to the path patterns. */
import type { RootDates, ScanJobId } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";
import { DateOrderQuestion } from "../../ui/date-order-question.tsx";

export function ScanNames({ id, dates }: { id: ScanJobId; dates: readonly RootDates[] }) {
  return (
    <section className="scanpart">
      <h3>Names of folders</h3>
      {dates.map((each) => (
        <DateOrderQuestion key={each.folder} id={id} dates={each} />
      ))}
      <p>
        <Link to="/scans/$id/pattern" params={{ id }}>
          Path patterns: say what folder names mean
        </Link>
      </p>
    </section>
  );
}
