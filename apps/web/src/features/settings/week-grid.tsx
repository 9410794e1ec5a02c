/**
 * The week as a grid that is painted: drag with the mouse, or move with the arrows and set a level with Space, 1, 2 or 3.
 * A header stands for its whole day, or for its hour of every day. Each level has its own shape, not only its colour.
 */
import { daysOfWeek, type Level, type LocalHour, type Week } from "@landfall/protocol";
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { announce } from "../../live/announce.ts";
import { useNarrow } from "../../ui/use-narrow.ts";
import { hourAt, hoursBetween, hoursOf, type Layout, layoutOf, moved, type Place, placeWords } from "./week-places.ts";

export type LevelWords = Readonly<Record<Level, string>>;

interface WeekGridProps {
  readonly week: Week;
  readonly words: LevelWords;
  /** What is painted. */
  readonly brush: Level;
  readonly describedBy: string;
  readonly onPaint: (hours: readonly LocalHour[], level: Level) => void;
}

const levelKeys: Readonly<Record<string, Level>> = { "1": "full", "2": "peak", "3": "closed" };
const isSame = (a: Place, b: Place): boolean => a.row === b.row && a.column === b.column;
const keyOf = ({ weekday, hour }: LocalHour): number => weekday * 24 + hour;

const headerText = (layout: Layout, place: Place): string => {
  const { weekday, hour } = hourAt(layout, place);
  if (weekday < 0 && hour < 0) return "All";
  return hour < 0 ? (daysOfWeek[weekday] ?? "").slice(0, 3) : String(hour);
};

interface Drag {
  readonly from: Place;
  readonly to: Place;
}

/** The cells between where the pointer went down and where it is; they are painted where it comes up. */
function useDrag(layout: Layout, brush: Level, onPaint: WeekGridProps["onPaint"]) {
  const [drag, setDrag] = useState<Drag>();
  // The pointer may come up before its last move is rendered: what it came over is known here at once.
  const current = useRef<Drag>(undefined);
  const move = (to: Drag | undefined) => {
    current.current = to;
    setDrag(to);
  };
  const end = useEffectEvent(() => {
    const done = current.current;
    if (!done) return;
    move(undefined);
    onPaint(hoursBetween(layout, done.from, done.to), brush);
  });
  useEffect(() => {
    const onPointerUp = () => end();
    window.addEventListener("pointerup", onPointerUp);
    return () => window.removeEventListener("pointerup", onPointerUp);
  }, []);
  return {
    covers: new Set((drag ? hoursBetween(layout, drag.from, drag.to) : []).map(keyOf)),
    begin: (at: Place) => move({ from: at, to: at }),
    extend: (to: Place) => current.current && move({ ...current.current, to }),
  };
}

export function WeekGrid({ week, words, brush, describedBy, onPaint }: WeekGridProps) {
  const layout = layoutOf(useNarrow());
  const [focus, setFocus] = useState<Place>({ row: 0, column: 0 });
  const grid = useRef<HTMLTableElement>(null);
  const drag = useDrag(layout, brush, onPaint);
  const at: Place = { row: Math.min(focus.row, layout.rows - 1), column: Math.min(focus.column, layout.columns - 1) };

  const levelOf = ({ weekday, hour }: LocalHour): Level => week[weekday]?.[hour] ?? "full";
  const paint = (place: Place, level: Level) => {
    onPaint(hoursOf(layout, place), level);
    announce(`${placeWords(layout, place)}: ${words[level]}.`);
  };
  const go = (to: Place) => {
    setFocus(to);
    grid.current?.querySelector<HTMLElement>(`[data-place="${to.row}:${to.column}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = moved(layout, at, event.key);
    const level = event.key === " " ? brush : levelKeys[event.key];
    if (!to && !level) return;
    event.preventDefault();
    if (to) go(to);
    if (level) paint(at, level);
  };
  const common = (place: Place) => ({
    "data-place": `${place.row}:${place.column}`,
    tabIndex: isSame(place, at) ? 0 : -1,
    onFocus: () => setFocus(place),
  });
  const header = (place: Place, scope?: "row" | "col") => (
    <th
      key={`${place.row}:${place.column}`}
      scope={scope}
      className="weekhead"
      aria-label={placeWords(layout, place)}
      onClick={() => paint(place, brush)}
      {...common(place)}
    >
      {headerText(layout, place)}
    </th>
  );
  const cell = (place: Place) => {
    const hour = hourAt(layout, place);
    const level = drag.covers.has(keyOf(hour)) ? brush : levelOf(hour);
    return (
      <td
        key={place.column}
        className={`weekcell ${level}`}
        aria-label={`${placeWords(layout, place)}: ${words[level]}`}
        onPointerDown={(event) => {
          if (event.button !== 0 || event.pointerType === "touch") return;
          event.preventDefault();
          go(place);
          drag.begin(place);
        }}
        onPointerEnter={() => drag.extend(place)}
        // A finger scrolls the page; it paints by touching.
        onPointerUp={(event) => event.pointerType === "touch" && paint(place, brush)}
        {...common(place)}
      />
    );
  };
  const columns = Array.from({ length: layout.columns }, (_, column) => column);
  return (
    <table
      ref={grid}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table is what a grid of this kind is made of
      role="grid"
      className={`week days-${layout.daysAre}`}
      aria-label="Hours of the week"
      aria-describedby={describedBy}
      onKeyDown={onKeyDown}
    >
      <thead>
        <tr>
          {header({ row: -1, column: -1 })}
          {columns.map((column) => header({ row: -1, column }, "col"))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: layout.rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <tr key={row}>
            {header({ row, column: -1 }, "row")}
            {columns.map((column) => cell({ row, column }))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
