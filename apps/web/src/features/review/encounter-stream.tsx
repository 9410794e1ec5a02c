/** The encounters of a manifest one under the other; only those in sight are in the page. */
import type { EncounterFilter, EncounterRow, ManifestId, PopulationSettings } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from "react";
import { encounterPageQuery, encounterPageSize } from "../../api/queries.ts";
import { usePages } from "../../api/use-pages.ts";
import { ErrorNote } from "../../ui/error-note.tsx";
import { isConflict, useDecide } from "./edits.ts";
import { EncounterItem, type ItemActs, type Said } from "./encounter-item.tsx";
import type { Decision, Verdict } from "./foresee.ts";
import { hasUnsaved, isTyped } from "./unsaved.ts";
import { type ReviewKey, useReviewKeys } from "./use-review-keys.ts";
import type { Selecting } from "./use-selection.ts";
import { elementAt, type StreamFocus, useStreamFocus } from "./use-stream-focus.ts";

interface StreamProps {
  readonly manifestId: ManifestId;
  readonly settings: PopulationSettings;
  readonly filter: EncounterFilter;
  readonly onLook: (row: EncounterRow) => void;
  readonly onHelp: () => void;
  /** Encounters that are selected to be decided of together; nothing where they cannot be corrected. */
  readonly selecting: Selecting<EncounterRow> | undefined;
  readonly onMerge: () => void;
  /** Of the selected ones. */
  readonly onVerdict: (verdict: Verdict) => void;
  readonly onSet: () => void;
  readonly onUndo: () => void;
  /** For the windows above the list. */
  readonly focus: RefObject<StreamFocus | null>;
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

export function EncounterStream(props: StreamProps) {
  const { manifestId, settings, filter, onLook, onHelp, selecting, onMerge, onVerdict, onSet, onUndo, focus } = props;
  const list = useRef<HTMLUListElement>(null);
  const [margin, setMargin] = useState(0);
  const [said, setSaid] = useState<Said & { readonly id: EncounterRow["id"] }>();
  const decide = useDecide(manifestId, settings);
  const first = useQuery(encounterPageQuery(manifestId, filter, 0));
  const total = first.data?.total ?? 0;

  // What is shown above the list comes and goes.
  useLayoutEffect(() => {
    if (list.current) setMargin(Math.round(list.current.getBoundingClientRect().top + window.scrollY));
  });

  // A height is the encounter's, not its place's: what moves up keeps its own.
  const ids = useRef(new Map<number, EncounterRow["id"]>());
  const [order, setOrder] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order of the encounters asks for other keys.
  const getItemKey = useCallback((index: number) => ids.current.get(index) ?? index, [order]);
  const virtualizer = useWindowVirtualizer({
    count: total,
    getItemKey,
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

  useLayoutEffect(() => {
    rows.read.forEach(([index, { id }]) => {
      ids.current.set(index, id);
    });
    setOrder(rows.read.map(([, { id }]) => id).join());
  });
  const stream = useStreamFocus({
    list,
    total,
    at: rows.at,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
  });
  const { active } = stream;
  useImperativeHandle(focus, () => stream);

  /** @returns whether it is done */
  const act = async (decision: Decision): Promise<boolean> => {
    const { row } = decision;
    setSaid(undefined);
    if (decision.kind === "approve" && hasUnsaved(row)) {
      setSaid({ id: row.id, isUnsaved: true });
      return false;
    }
    try {
      await decide.mutateAsync(decision);
      return true;
    } catch (error) {
      // A field in which a person has typed says it itself.
      const isSaidThere = decision.kind === "edit" && isTyped(row);
      if (!isConflict(error)) setSaid({ id: row.id, error });
      else if (!isSaidThere) setSaid({ id: row.id, seen: row });
      return false;
    }
  };

  const look = (row: EncounterRow) => {
    stream.noteOpener();
    onLook(row);
  };
  const latest = useRef({ act, look, selecting });
  latest.current = { act, look, selecting };
  const acts = useMemo<ItemActs>(
    () => ({
      onVerdict: (row, kind) => void latest.current.act({ kind, row }),
      onSave: (row, patch) => latest.current.act({ kind: "edit", row, patch }),
      onLook: (row) => latest.current.look(row),
      onSelect: (row, index, { range }) => latest.current.selecting?.press(row, index, { range, more: true }),
    }),
    [],
  );
  const onKey = (key: ReviewKey) => {
    if (key === "help") return onHelp();
    if (key === "undo") return onUndo();
    if (key === "clear") return selecting?.clear();
    if (key === "selectAll") return selecting?.selectAll();
    if (key === "merge") {
      stream.noteOpener();
      return onMerge();
    }
    const row = rows.at(active);
    if (key === "next") return stream.next();
    if (key === "previous") return stream.previous();
    // What is selected is decided of, wherever the focus is.
    if (selecting && selecting.chosen.size > 0) {
      if (key === "approve" || key === "deny" || key === "reopen") return onVerdict(key);
      if (key === "edit") return onSet();
    }
    if (!row) return;
    if (key === "look") return look(row);
    if (key === "select") return selecting?.press(row, active, { range: false, more: true });
    // A version that is only looked at.
    if (!selecting) return;
    const isOpen = row.review === "pending" || row.review === "incomplete";
    if (key === "edit" && isOpen) {
      const at = elementAt(list.current, active);
      return (
        at?.querySelector<HTMLElement>("[data-missing]") ?? at?.querySelector<HTMLElement>("input:not([type=checkbox])")
      )?.focus();
    }
    if (key === "approve" && row.review === "pending") return void act({ kind: "approve", row });
    if (key === "deny" && isOpen) return void act({ kind: "deny", row });
    if (key === "reopen" && !isOpen) return void act({ kind: "reopen", row });
    if ((key === "edit" || key === "deny") && !isOpen) setSaid({ id: row.id, isClosed: true });
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
              key={row?.id ?? item.index}
              data-encounter
              data-index={item.index}
              ref={virtualizer.measureElement}
              tabIndex={item.index === active ? 0 : -1}
              aria-setsize={total}
              aria-posinset={item.index + 1}
              className={item.index === active ? "active" : undefined}
              style={{ transform: `translateY(${item.start - virtualizer.options.scrollMargin}px)` }}
              onFocus={({ target }) => stream.noteFocus(target, item.index)}
            >
              {row ? (
                <EncounterItem
                  row={row}
                  index={item.index}
                  said={said?.id === row.id ? said : undefined}
                  acts={acts}
                  isSelected={selecting?.chosen.has(row.id) ?? false}
                  isDecided={selecting !== undefined}
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
