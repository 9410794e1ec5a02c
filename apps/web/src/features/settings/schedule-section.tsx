/** What starts by the clock. Times are those of the station's machine. */
import { type ScheduleEntry, scheduleKind, suggestedSchedule } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { scheduleQuery } from "../../api/queries.ts";
import { useSettings } from "../../live/use-settings.ts";
import { Button } from "../../ui/button.tsx";
import { formatInstant } from "../../ui/format.ts";
import { SettingText } from "../../ui/setting-text.tsx";
import { Section } from "./section.tsx";

const same = (a: ScheduleEntry, b: ScheduleEntry): boolean => a.cron === b.cron && a.kind === b.kind;

const wordsOf = (entry: ScheduleEntry): string =>
  suggestedSchedule.find((each) => same(each, entry))?.words ??
  `${entry.kind === "check" ? "A full check" : "A sync"} at ${entry.cron}`;

export function ScheduleSection() {
  const { settings, change } = useSettings();
  const next = useQuery(scheduleQuery).data?.entries ?? [];
  const { schedule } = settings;
  const set = (to: readonly ScheduleEntry[]) => change.mutate({ schedule: [...to] });
  const offered = suggestedSchedule.filter((each) => !schedule.some((entry) => same(each, entry)));
  return (
    <Section
      title="Schedule"
      text="When a sync starts by itself. A full check also asks the hub for everything that is there already. What was missed while this machine was off or asleep is made up for once, when it is back."
      error={change.error}
    >
      {schedule.length > 0 && (
        <ul className="schedule" aria-label="Times">
          {schedule.map((entry) => {
            const nextAt = next.find((each) => same(each, entry))?.nextAt;
            return (
              <li key={`${entry.kind} ${entry.cron}`}>
                <span>
                  <b>{wordsOf(entry)}</b> {nextAt && <span className="quiet">next {formatInstant(nextAt)}</span>}
                </span>
                <Button
                  look="ghost"
                  aria-label={`Remove: ${wordsOf(entry)}`}
                  onClick={() => set(schedule.filter((each) => !same(each, entry)))}
                >
                  Remove
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      {offered.length > 0 && (
        <p className="offers">
          {offered.map(({ words, cron, kind }) => (
            <Button key={cron} onClick={() => set([...schedule, { cron, kind }])}>
              Add: {words}
            </Button>
          ))}
        </p>
      )}
      <SettingText
        label="Other times"
        kind={scheduleKind}
        value={schedule.length > 0 ? schedule : null}
        empty="None"
        hint="sync or check, then minute, hour, day, month, day of the week: sync 0 6-18/2 * * *; check 0 2 * * *"
        onSave={(value) => set(value ?? [])}
      />
    </Section>
  );
}
