/** What needs a person: the whole station first, then by encounter. Then what was skipped, for information. */
import { type ProblemsView, type ScanJobView, stationProblems } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { problemsQuery } from "../../api/queries.ts";
import { useSnapshot } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { useFold } from "../../ui/use-fold.ts";
import { LeftOut } from "./left-out.tsx";
import { Problem } from "./problem-group.tsx";
import { StationProblemCard } from "./station-problem.tsx";

const none: ProblemsView = { asOf: 0, actionable: [], skipped: [], totals: { actionable: 0, skipped: 0 } };

function More({ shown, total }: { shown: number; total: number }) {
  if (total <= shown) return null;
  return (
    <p className="quiet">
      The first {formatNumber(shown)} of {count(total, "encounter")} are shown; what is solved makes room for the rest.
    </p>
  );
}

/** So many at once: when a drive is away it is every encounter that needs somebody. */
const step = 20;

interface GroupsProps {
  readonly groups: ProblemsView["actionable"];
  readonly total: number;
  /** Those that Retry helps: the first of them stands open. */
  readonly canRetry: boolean;
}

function Groups({ groups, total, canRetry }: GroupsProps) {
  const [most, setMost] = useState(step);
  const left = groups.length - most;
  return (
    <>
      {groups.slice(0, most).map((group, index) => (
        <Problem key={group.encounterId} group={group} open={canRetry && index === 0} canRetry={canRetry} />
      ))}
      {left > 0 ? (
        <p>
          <Button onClick={() => setMost(most + 5 * step)}>Show more: {formatNumber(total - most)} left</Button>
        </p>
      ) : (
        <More shown={groups.length} total={total} />
      )}
    </>
  );
}

interface SkippedProps {
  readonly skipped: ProblemsView["skipped"];
  readonly total: number;
  readonly scanned: readonly ScanJobView[];
}

function Skipped({ skipped, total, scanned }: SkippedProps) {
  const [open, fold] = useFold("skipped", false);
  const parts = [
    ...(total > 0 ? [count(total, "encounter")] : []),
    ...(scanned.length > 0 ? [count(scanned.length, "scan")] : []),
  ];
  return (
    <details className="skipped" open={open} onToggle={({ currentTarget }) => fold(currentTarget.open)}>
      <summary>
        <h2>
          Skipped, for information <span className="count">{parts.join(", ")}</span>
        </h2>
      </summary>
      {open && <Groups groups={skipped} total={total} canRetry={false} />}
      {scanned.map((job) => (
        <LeftOut key={job.id} job={job} />
      ))}
    </details>
  );
}

export function Problems() {
  const { data = none } = useQuery(problemsQuery);
  const hub = useSnapshot((state) => state.hub);
  const key = useSnapshot((state) => state.key);
  const populations = useSnapshot((state) => state.populations);
  const scanned = useSnapshot((state) => state.scanJobs).filter(({ result }) => result && result.reasons.length > 0);
  const whole = stationProblems({ hub, key, populations });
  const { actionable, skipped, totals } = data;
  const parts = [
    ...(whole.length > 0 ? [`${formatNumber(whole.length)} for the whole station`] : []),
    ...(totals.actionable > 0 ? [count(totals.actionable, "encounter")] : []),
  ];
  const hasSkipped = skipped.length + scanned.length > 0;
  if (parts.length === 0 && !hasSkipped) return null;
  return (
    <section className="problems" id="problems" aria-label="Problems">
      {parts.length > 0 && (
        <h2>
          Needs you <span className="count">{parts.join(", ")}</span>
        </h2>
      )}
      {whole.map((problem) => (
        <StationProblemCard key={problem.code + problem.detail} problem={problem} />
      ))}
      <Groups groups={actionable} total={totals.actionable} canRetry />
      {hasSkipped && <Skipped skipped={skipped} total={totals.skipped} scanned={scanned} />}
    </section>
  );
}
