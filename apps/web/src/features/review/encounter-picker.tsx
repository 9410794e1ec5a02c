/** Choosing one of many encounters: type a few letters of its place, photographer or date, arrows, Enter. */
import { type EncounterRow, foldText } from "@landfall/protocol";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { thumbnailUrl } from "../../api/image-url.ts";
import { apart, clockSpan, count } from "../../ui/format.ts";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { encounterTitle, rowTitle } from "../../ui/words.ts";

const optionPx = 56;

const textOf = ({ values }: EncounterRow): string =>
  foldText([encounterTitle(values), values.eventDate, values.recordedBy].filter(Boolean).join(" "));

/** Those that have every word. */
function find(rows: readonly EncounterRow[], query: string): readonly EncounterRow[] {
  const words = foldText(query).split(" ").filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row);
    return words.every((word) => text.includes(word));
  });
}

interface PickerProps {
  readonly rows: readonly EncounterRow[];
  /** Where the list begins: the neighbours of what is moved are the most likely. */
  readonly startAt: number;
  readonly onPick: (row: EncounterRow) => void;
}

export function EncounterPicker({ rows, startAt, onPick }: PickerProps) {
  const id = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(startAt);
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  // It may come after the window was opened, when the encounters have been read.
  useEffect(() => field.current?.focus(), []);
  const found = useMemo(() => find(rows, query), [rows, query]);
  const active = Math.min(at, found.length - 1);
  const virtualizer = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => optionPx,
    overscan: 6,
    initialOffset: Math.max(0, (startAt - 1) * optionPx),
  });
  const go = (next: number) => {
    const within = Math.min(found.length - 1, Math.max(0, next));
    setAt(within);
    virtualizer.scrollToIndex(within);
  };
  const search = (text: string) => {
    setQuery(text);
    setAt(text ? 0 : startAt);
    virtualizer.scrollToOffset(text ? 0 : Math.max(0, (startAt - 1) * optionPx));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      go(active + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const row = found[active];
      if (row) onPick(row);
    }
  };
  return (
    <div className="finder">
      <input
        ref={field}
        className="input"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        aria-label="Find an encounter by place, photographer or date"
        placeholder="Place, photographer or date"
        autoComplete="off"
        value={query}
        onChange={({ target }) => search(target.value)}
        onKeyDown={onKeyDown}
      />
      <p className="quiet" aria-live="polite">
        {found.length === 0 ? "No other encounter has these words." : count(found.length, "encounter")}
      </p>
      <div className="finderlist" ref={scroller}>
        <div id={`${id}-list`} role="listbox" aria-label="Encounters" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = found[index];
            if (!row) return null;
            const cover = row.covers[0];
            return (
              // biome-ignore lint/a11y/useFocusableInteractive: as above.
              // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are the field's.
              <div
                key={row.id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                aria-setsize={found.length}
                aria-posinset={index + 1}
                className="finderoption"
                style={{ transform: `translateY(${start}px)` }}
                onClick={() => onPick(row)}
              >
                {cover ? <Thumbnail src={thumbnailUrl(row.id, cover)} alt="" /> : <span className="tile wait" />}
                <span className="findertext">
                  <b className="ellipsis">{rowTitle(row)}</b>
                  <span className="quiet ellipsis">
                    {[
                      row.values.recordedBy && apart(row.values.recordedBy),
                      clockSpan(row.firstAt, row.lastAt),
                      count(row.imageCount, "image"),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
