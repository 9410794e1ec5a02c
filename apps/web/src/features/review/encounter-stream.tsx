/** The encounters of a manifest one under the other; only those in sight are in the page. */
import type { EncounterFilter, EncounterRow, ManifestId, PopulationSettings } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { encounterPageQuery, encounterPageSize } from "../../api/queries.ts";
import { usePages } from "../../api/use-pages.ts";
import { ErrorNote } from "../../ui/error-note.tsx";
import { useDecide } from "./edits.ts";
import { EncounterItem } from "./encounter-item.tsx";
import type { Decision } from "./foresee.ts";
import { type ReviewKey, useReviewKeys } from "./use-review-keys.ts";
import type { Selecting } from "./use-selection.ts";

interface StreamProps {
  readonly manifestId: ManifestId;
  readonly settings: PopulationSettings;
  readonly filter: EncounterFilter;
  readonly onLook: (row: EncounterRow) => void;
  readonly onHelp: () => void;
  /** Encounters that are selected to be merged; nothing where they cannot be corrected. */
  readonly selecting: Selecting<EncounterRow> | undefined;
  readonly onMerge: () => void;
  readonly onUndo: () => void;
}

const nothingHere: Record<EncounterFilter, string> = {
  all: "This manifest has no encounters.",
  pending: "Nothing is pending.",
  incomplete: "Nothing is incomplete.",
  approved: "Nothing is approved yet.",
  denied: "Nothing is denied.",
  changed: "Nothing is new or has changed since the version before.",
  warnings: "There are no warnings.",
  problems: "There are no problems.",
};

const elementAt = (list: HTMLElement | null, index: number): HTMLElement | null =>
  list?.querySelector<HTMLElement>(`[data-encounter][data-index="${index}"]`) ?? null;

export function EncounterStream(props: StreamProps) {
  const { manifestId, settings, filter, onLook, onHelp, selecting, onMerge, onUndo } = props;
  const list = useRef<HTMLUListElement>(null);
  const [margin, setMargin] = useState(0);
  const [active, setActive] = useState(0);
  const hadFocus = useRef(false);
  const [failure, setFailure] = useState<{ id: EncounterRow["id"]; error: unknown }>();
  const decide = useDecide(manifestId, settings);
  const first = useQuery(encounterPageQuery(manifestId, filter, 0));
  const total = first.data?.total ?? 0;

  // What is shown above the list comes and goes.
  useLayoutEffect(() => {
    if (list.current) setMargin(Math.round(list.current.getBoundingClientRect().top + window.scrollY));
  });

  const virtualizer = useWindowVirtualizer({
    count: total,
    estimateSize: () => 196,
    overscan: 4,
    scrollMargin: margin,
    scrollPaddingStart: 72,
    scrollPaddingEnd: 24,
  });
  const items = virtualizer.getVirtualItems();
  const rows = usePages<EncounterRow>(
    (page) => encounterPageQuery(manifestId, filter, page),
    encounterPageSize,
    items[0]?.index ?? 0,
    items.at(-1)?.index ?? 0,
  );

  /** The row that is to have the focus; keys may come faster than rows are drawn. */
  const wanted = useRef(0);
  const isOwed = useRef(false);
  const payFocus = useCallback(() => {
    const row = isOwed.current ? elementAt(list.current, wanted.current) : null;
    if (!row) return;
    isOwed.current = false;
    row.focus({ preventScroll: true });
  }, []);
  const focusRow = useCallback(
    (index: number) => {
      wanted.current = index;
      hadFocus.current = true;
      isOwed.current = true;
      setActive(index);
      virtualizer.scrollToIndex(index, { align: "auto" });
      payFocus();
    },
    [virtualizer, payFocus],
  );
  // A row that was out of sight is drawn after the scroll.
  useLayoutEffect(payFocus);

  // Judged encounters leave a filtered list: what takes their place takes the focus that would be lost with them.
  useLayoutEffect(() => {
    if (hadFocus.current && total > 0 && document.activeElement === document.body)
      focusRow(Math.min(active, total - 1));
  }, [total, active, focusRow]);

  const act = (decision: Decision) => {
    setFailure(undefined);
    decide.mutate(decision, { onError: (error) => setFailure({ id: decision.row.id, error }) });
  };

  const onKey = (key: ReviewKey) => {
    if (key === "help") return onHelp();
    if (key === "undo") return onUndo();
    if (key === "clear") return selecting?.clear();
    if (key === "merge") return onMerge();
    const row = rows.at(active);
    if (key === "next") return focusRow(hadFocus.current ? Math.min(wanted.current + 1, total - 1) : active);
    if (key === "previous") return focusRow(Math.max(wanted.current - 1, 0));
    if (!row) return;
    const isOpen = row.review === "pending" || row.review === "incomplete";
    if (key === "look") return onLook(row);
    if (key === "select") return selecting?.press(row, active, { range: false, more: true });
    if (key === "edit" && isOpen) {
      const at = elementAt(list.current, active);
      return (at?.querySelector<HTMLElement>("[data-missing]") ?? at?.querySelector("input"))?.focus();
    }
    if (key === "approve" && row.review === "pending") return act({ kind: "approve", row });
    if (key === "deny" && isOpen) return act({ kind: "deny", row });
  };
  useReviewKeys(onKey);

  if (first.error) return <ErrorNote error={first.error} />;
  if (!first.data) return <p className="quiet">Reading the encounters…</p>;
  if (total === 0) return <p className="card listempty quiet">{nothingHere[filter]}</p>;
  return (
    <div className="card stream">
      {rows.error && <ErrorNote error={rows.error} />}
      <ul ref={list} style={{ height: virtualizer.getTotalSize() }} aria-label="Encounters">
        {items.map((item) => {
          const row = rows.at(item.index);
          return (
            <li
              key={row?.id ?? item.key}
              data-encounter
              data-index={item.index}
              ref={virtualizer.measureElement}
              tabIndex={item.index === active ? 0 : -1}
              aria-setsize={total}
              aria-posinset={item.index + 1}
              className={item.index === active ? "active" : undefined}
              style={{ transform: `translateY(${item.start - virtualizer.options.scrollMargin}px)` }}
              onFocus={() => {
                hadFocus.current = true;
                wanted.current = item.index;
                if (item.index !== active) setActive(item.index);
              }}
            >
              {row ? (
                <EncounterItem
                  row={row}
                  error={failure?.id === row.id ? failure.error : undefined}
                  onVerdict={(kind) => act({ kind, row })}
                  onSave={(patch) => act({ kind: "edit", row, patch })}
                  onLook={() => onLook(row)}
                  isSelected={selecting?.chosen.has(row.id) ?? false}
                  onSelect={selecting && (({ range }) => selecting.press(row, item.index, { range, more: true }))}
                />
              ) : (
                <div className="enc loading">
                  <span className="cover" />
                  <span className="quiet">Reading…</span>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
