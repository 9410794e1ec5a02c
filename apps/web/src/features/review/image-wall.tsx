/** All images of one encounter, small, to look at and to select; only the lines in sight are in the page. */
import type { EncounterRow, ImageRow } from "@landfall/protocol";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import {
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { imagePageQuery, imagePageSize } from "../../api/queries.ts";
import { usePages } from "../../api/use-pages.ts";
import { encounterTitle } from "../../ui/words.ts";
import type { Selecting } from "./use-selection.ts";
import { useWallKeys } from "./use-wall-keys.ts";
import { WallCell } from "./wall-cell.tsx";

const cellPx = 168;
const rowPx = 142;

function useColumns() {
  const scroller = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(4);
  useEffect(() => {
    if (!scroller.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setColumns(Math.max(2, Math.floor(entry.contentRect.width / cellPx)));
    });
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);
  return { scroller, columns };
}

interface WallProps {
  readonly row: EncounterRow;
  /** The image that was looked at last: it is in sight, and has the focus. */
  readonly from: number | undefined;
  readonly selecting: Selecting<ImageRow>;
  readonly onOpen: (index: number) => void;
  readonly focus: RefObject<WallFocus | null>;
}

export interface WallFocus {
  /** Its cell takes the focus: the one at the place that had it last. */
  readonly take: () => void;
}

const indexOf = (target: EventTarget): number | undefined => {
  const at = target instanceof Element ? target.closest("[data-image]")?.getAttribute("data-image") : null;
  return at ? Number(at) : undefined;
};

export function ImageWall({ row, from, selecting, onOpen, focus: handle }: WallProps) {
  const { scroller, columns } = useColumns();
  const total = row.imageCount;
  const [at, setAt] = useState(from ?? 0);
  const stop = Math.min(at, Math.max(0, total - 1));
  // The keys work at once.
  const isOwed = useRef(true);
  const isTouch = useRef(false);
  // In lines of another length every cell is a new one.
  const former = useRef(columns);
  if (former.current !== columns) {
    former.current = columns;
    if (scroller.current?.contains(document.activeElement)) isOwed.current = true;
  }
  const virtualizer = useVirtualizer({
    count: Math.ceil(total / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 3,
    initialOffset: Math.max(0, Math.floor((from ?? 0) / columns) * rowPx - rowPx),
    // What has the focus stays in the page, also out of sight.
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), Math.floor(stop / columns)])]
        .filter((line) => line < range.count)
        .sort((a, b) => a - b),
  });
  const lines = virtualizer.getVirtualItems();
  const inSight = virtualizer.range;
  const images = usePages<ImageRow>(
    (page) => imagePageQuery(row.id, page),
    imagePageSize,
    Math.max(0, (inSight?.startIndex ?? 0) - 3) * columns,
    Math.min(total - 1, ((inSight?.endIndex ?? 0) + 4) * columns - 1),
  );
  const cellAt = (index: number) => scroller.current?.querySelector<HTMLElement>(`[data-image="${index}"]`);
  const held = useRef<Element>(null);
  const payFocus = () => {
    // The cell that had it left the wall.
    if (held.current && !held.current.isConnected && document.activeElement === document.body) isOwed.current = true;
    const cell = isOwed.current ? cellAt(stop) : null;
    if (!cell) return;
    isOwed.current = false;
    cell.focus({ preventScroll: true });
  };
  useLayoutEffect(payFocus);
  useImperativeHandle(handle, () => ({
    take: () => {
      isOwed.current = true;
      payFocus();
    },
  }));
  const focus = (index: number) => {
    setAt(index);
    virtualizer.scrollToIndex(Math.floor(index / columns), { align: "auto" });
    isOwed.current = true;
  };
  const onKeyDown = useWallKeys({ at: stop, total, columns, imageAt: images.at, selecting, focus, onOpen });

  const onPointerDown = ({ pointerType, target }: PointerEvent) => {
    isTouch.current = pointerType === "touch";
    const index = indexOf(target);
    if (index !== undefined) setAt(index);
  };
  const onClick = ({ target, shiftKey, ctrlKey, metaKey }: MouseEvent) => {
    const index = indexOf(target);
    if (index === undefined) return selecting.clear();
    const image = images.at(index);
    if (!image) return;
    if ((target as Element).closest("[data-enlarge]")) return onOpen(index);
    const isTick = (target as Element).closest("[data-tick]") !== null;
    selecting.press(image, index, { range: shiftKey, more: ctrlKey || metaKey || isTick || isTouch.current });
  };
  const onDoubleClick = ({ target, shiftKey, ctrlKey, metaKey }: MouseEvent) => {
    const index = indexOf(target);
    const isPlain = !(shiftKey || ctrlKey || metaKey || isTouch.current);
    if (index !== undefined && isPlain && !(target as Element).closest("[data-tick]")) onOpen(index);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn line by line.
    <div
      className="wall"
      ref={scroller}
      role="grid"
      aria-label={`Images of ${encounterTitle(row.values)}`}
      aria-multiselectable="true"
      aria-rowcount={Math.ceil(total / columns)}
      aria-colcount={columns}
      tabIndex={-1}
      onFocus={({ target }) => {
        held.current = target;
      }}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
    >
      <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
        {lines.map((line) => (
          // biome-ignore lint/a11y/useSemanticElements: as above.
          // biome-ignore lint/a11y/useFocusableInteractive: its cells have the focus.
          <div
            key={line.key}
            role="row"
            aria-rowindex={line.index + 1}
            className="wallline"
            style={{
              transform: `translateY(${line.start}px)`,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            }}
          >
            {Array.from({ length: Math.min(columns, total - line.index * columns) }, (_, column) => {
              const index = line.index * columns + column;
              const image = images.at(index);
              return (
                <WallCell
                  key={index}
                  encounter={row.id}
                  review={row.review}
                  image={image}
                  index={index}
                  next={column + 1 < columns ? images.at(index + 1) : undefined}
                  column={column}
                  isChosen={image !== undefined && selecting.chosen.has(image.sha256)}
                  isStop={index === stop}
                />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
