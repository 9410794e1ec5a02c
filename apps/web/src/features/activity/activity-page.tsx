/** Who did what, newest first. Nothing is ever taken out of it. */
import { ActivityCategory, type ActivityEntry, activityWords, actorWords, stationApiPrefix } from "@landfall/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useId } from "react";
import { type ActivityChoice, activityQuery } from "../../api/proof-queries.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatInstant, formatNumber } from "../../ui/format.ts";
import { PageHead } from "../../ui/page-head.tsx";
import "./activity.css";

export interface ActivityDays {
  readonly category?: ActivityCategory | undefined;
  /** Local days, the last one included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface ActivityProps extends ActivityDays {
  readonly onChoose: (choice: { category?: ActivityCategory; from?: string; to?: string }) => void;
}

const categoryWords: Record<ActivityCategory, string> = {
  connection: "Connection",
  scan: "Scan",
  review: "Review",
  sync: "Sync",
  proof: "Proof",
  settings: "Settings",
};

/** The first moment of a local day, or of the day after it. */
function startOfDay(day: string, daysLater = 0): string | undefined {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const at = new Date(year, month - 1, date + daysLater);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

const toChoice = ({ category, from, to }: ActivityDays): ActivityChoice => ({
  ...(category && { category }),
  ...(from && { since: startOfDay(from) }),
  ...(to && { until: startOfDay(to, 1) }),
});

function exportUrl(choice: ActivityChoice, format: "csv" | "json"): string {
  const query = new URLSearchParams(
    Object.entries(choice).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
  return `${stationApiPrefix}/activity.${format}?${query}`;
}

function Filter({ category, from, to, onChoose }: ActivityProps) {
  const id = useId();
  const now = { ...(category && { category }), ...(from && { from }), ...(to && { to }) };
  const day = (name: "from" | "to", label: string, value: string | undefined) => (
    <div className="formfield">
      <label htmlFor={`${id}${name}`}>{label}</label>
      <input
        id={`${id}${name}`}
        type="date"
        className="input"
        value={value ?? ""}
        onChange={({ target }) => {
          const { [name]: _, ...rest } = now;
          onChoose(target.value ? { ...rest, [name]: target.value } : rest);
        }}
      />
    </div>
  );
  return (
    <search className="activityfilter">
      <div className="formfield">
        <label htmlFor={`${id}category`}>Category</label>
        <select
          id={`${id}category`}
          className="input"
          value={category ?? ""}
          onChange={({ target }) => {
            const { category: _, ...rest } = now;
            const chosen = ActivityCategory.safeParse(target.value);
            onChoose(chosen.success ? { ...rest, category: chosen.data } : rest);
          }}
        >
          <option value="">All</option>
          {ActivityCategory.options.map((each) => (
            <option key={each} value={each}>
              {categoryWords[each]}
            </option>
          ))}
        </select>
      </div>
      {day("from", "From", from)}
      {day("to", "To", to)}
    </search>
  );
}

function Entry({ entry }: { entry: ActivityEntry }) {
  const { at, action, actor, category, subject, detail } = entry;
  return (
    <li className="act">
      <time className="quiet" dateTime={at} title={new Date(at).toString()}>
        {formatInstant(at)}
      </time>
      <div className="actwhat">
        <p>
          <b>{activityWords[action]}</b> <span className="quiet">{actorWords[actor]}</span>
        </p>
        {subject.length > 0 && (
          <ul className="actsubjects">
            {subject
              .filter(({ name, kind }) => name !== null || (kind !== "run" && kind !== "change"))
              .map(({ kind, id, name }) => (
                <li key={kind + id} className={name === null ? "mono breakable" : "breakable"} title={id}>
                  {name ?? id}
                </li>
              ))}
          </ul>
        )}
        {detail && <p className="quiet breakable">{detail}</p>}
      </div>
      <span className="quiet actcategory">{categoryWords[category]}</span>
    </li>
  );
}

export function ActivityPage(props: ActivityProps) {
  const choice = toChoice(props);
  const asked = useInfiniteQuery({ ...activityQuery(choice), refetchInterval: 10_000 });
  const entries = asked.data?.pages.flatMap((page) => page.entries) ?? [];
  const total = asked.data?.pages[0]?.total ?? 0;
  return (
    <>
      <PageHead title="Activity" lede="Who did what on this station. It is only ever added to, and holds no secret.">
        <a className="btn" href={exportUrl(choice, "csv")} download>
          Export CSV
        </a>
        <a className="btn" href={exportUrl(choice, "json")} download>
          Export JSON
        </a>
      </PageHead>
      <Filter {...props} />
      {asked.error && <ErrorNote error={asked.error} />}
      {asked.data && entries.length === 0 && (
        <EmptyState
          title={Object.keys(choice).length > 0 ? "Nothing here" : "Nothing yet"}
          text={
            Object.keys(choice).length > 0
              ? "Nothing is noted for this choice."
              : "What is scanned, reviewed, synced or set stands here from then on."
          }
        />
      )}
      {entries.length > 0 && (
        <ul className="card activity" aria-label={count(total, "act")} aria-busy={asked.isPlaceholderData}>
          {entries.map((entry) => (
            <Entry key={entry.seq} entry={entry} />
          ))}
        </ul>
      )}
      {asked.hasNextPage && (
        <div className="formacts">
          <Button busy={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
            Show older: {formatNumber(Math.max(0, total - entries.length))} left
          </Button>
        </div>
      )}
    </>
  );
}
