/** The week as a person paints it: shown at once, saved when they pause. */
import { type Level, type LocalHour, type Week, weekOf } from "@landfall/protocol";
import { useEffect, useRef, useState } from "react";

/** The week with these hours at this level. */
export function paintWeek(week: Week, hours: readonly LocalHour[], level: Level): Week {
  const painted = new Set(hours.map(({ weekday, hour }) => weekday * 24 + hour));
  return weekOf(({ weekday, hour }) => (painted.has(weekday * 24 + hour) ? level : (week[weekday]?.[hour] ?? "full")));
}

const pauseMs = 600;

export interface WeekDraft {
  readonly week: Week;
  readonly paint: (hours: readonly LocalHour[], level: Level) => void;
  readonly replace: (week: Week) => void;
}

export function useWeekDraft(stored: Week, save: (week: Week) => void): WeekDraft {
  const [draft, setDraft] = useState<Week>();
  const saving = useRef(save);
  saving.current = save;
  useEffect(() => {
    if (!draft) return undefined;
    const timer = setTimeout(() => {
      saving.current(draft);
      setDraft(undefined);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [draft]);
  // What is not saved yet when the page is left is saved then.
  const unsaved = useRef(draft);
  unsaved.current = draft;
  useEffect(() => () => void (unsaved.current && saving.current(unsaved.current)), []);
  return {
    week: draft ?? stored,
    paint: (hours, level) => setDraft((before) => paintWeek(before ?? stored, hours, level)),
    replace: setDraft,
  };
}
