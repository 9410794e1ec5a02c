/** When the link may be used, and how much of it. */
import { type Level, percentKind, usualWeek, usualWeeks } from "@landfall/protocol";
import { useId, useState } from "react";
import { useSettings } from "../../live/use-settings.ts";
import { Button } from "../../ui/button.tsx";
import { SettingText } from "../../ui/setting-text.tsx";
import { Section } from "./section.tsx";
import { useWeekDraft } from "./week-draft.ts";
import { type LevelWords, WeekGrid } from "./week-grid.tsx";

const levels: readonly Level[] = ["full", "peak", "closed"];

const usualWords = (name: string, percent: number): string =>
  ({
    always: "Always at full speed",
    office: `Office hours at ${percent} %`,
    nights: "Nights only",
    "nights-and-weekends": "Nights and weekends",
  })[name] ?? name;

export function WeekSection() {
  const { settings, change } = useSettings();
  const { peakPercent, week: stored } = settings.network;
  const { week, paint, replace } = useWeekDraft(stored, (to) => change.mutate({ network: { week: to } }));
  const [brush, setBrush] = useState<Level>("peak");
  const help = useId();
  const words: LevelWords = { full: "full speed", peak: `at ${peakPercent} %`, closed: "closed" };
  const usual = usualWeek(week)?.name;
  const isNeverOpen = week.every((day) => day.every((level) => level === "closed"));
  return (
    <Section
      title="Hours"
      text="Local time of this machine. At full speed the caps hold as they are; other hours have a part of them, or of the measured speed where there is no cap. In closed hours a sync pauses, and goes on by itself at the next open one."
      error={change.error}
    >
      <fieldset className="weekacts" aria-label="Usual weeks">
        {usualWeeks.map((each) => (
          <Button key={each.name} aria-pressed={usual === each.name} onClick={() => replace(each.week)}>
            {usualWords(each.name, peakPercent)}
          </Button>
        ))}
      </fieldset>
      <div className="weektools">
        <fieldset className="brushes">
          <legend>Paint</legend>
          {levels.map((level, index) => (
            <label key={level}>
              <input type="radio" name="brush" checked={brush === level} onChange={() => setBrush(level)} />
              <i className={`swatch ${level}`} />
              {words[level]}{" "}
              <span className="kbd" aria-hidden="true">
                {index + 1}
              </span>
            </label>
          ))}
        </fieldset>
        <SettingText
          label="Part of the link at such hours"
          kind={percentKind}
          value={peakPercent}
          onSave={(to) => to !== null && change.mutate({ network: { peakPercent: to } })}
        />
      </div>
      <WeekGrid week={week} words={words} brush={brush} describedBy={help} onPaint={paint} />
      <p className="quiet weekhelp" id={help}>
        Drag to paint; a day or an hour at the edge paints its whole line. With the keyboard: arrows move, Space paints,
        1, 2 and 3 set a level.
      </p>
      {isNeverOpen && <p className="note">No hour is open: nothing is sent until one is.</p>}
    </Section>
  );
}
