/** All images of one encounter, small; only the lines in sight are in the page. */
import type { EncounterRow, ImageRow } from "@landfall/protocol";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { thumbnailUrl } from "../../api/image-url.ts";
import { imagePageQuery, imagePageSize } from "../../api/queries.ts";
import { usePages } from "../../api/use-pages.ts";
import { count } from "../../ui/format.ts";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { imageWords } from "../../ui/words.ts";

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
  readonly onOpen: (index: number) => void;
}

export function ImageWall({ row, from, onOpen }: WallProps) {
  const { scroller, columns } = useColumns();
  const total = row.imageCount;
  const virtualizer = useVirtualizer({
    count: Math.ceil(total / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 3,
    initialOffset: Math.max(0, Math.floor((from ?? 0) / columns) * rowPx - rowPx),
  });
  const lines = virtualizer.getVirtualItems();
  const images = usePages<ImageRow>(
    (page) => imagePageQuery(row.id, page),
    imagePageSize,
    (lines[0]?.index ?? 0) * columns,
    Math.min(total - 1, ((lines.at(-1)?.index ?? 0) + 1) * columns - 1),
  );
  useEffect(() => {
    if (from === undefined) return;
    const frame = requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-image="${from}"]`)?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [from, scroller]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = Number(document.activeElement?.getAttribute("data-image") ?? Number.NaN);
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const step = steps[event.key];
    if (step === undefined || !Number.isFinite(at)) return;
    event.preventDefault();
    const next = Math.min(total - 1, Math.max(0, at + step));
    virtualizer.scrollToIndex(Math.floor(next / columns));
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-image="${next}"]`)?.focus());
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows move the focus between its buttons.
    <div className="wall" ref={scroller} onKeyDown={onKeyDown}>
      <div style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
        {lines.map((line) => (
          <div
            key={line.key}
            className="wallline"
            style={{
              transform: `translateY(${line.start}px)`,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            }}
          >
            {Array.from({ length: Math.min(columns, total - line.index * columns) }, (_, column) => {
              const index = line.index * columns + column;
              const image = images.at(index);
              if (!image) return <span key={index} className="tile wait" />;
              const notices = image.findings.length > 0 ? `, ${count(image.findings.length, "finding")}` : "";
              const paired = image.pairedWith ? `, with ${image.pairedWith}` : "";
              return (
                <button
                  type="button"
                  key={index}
                  data-image={index}
                  className="wallcell"
                  onClick={() => onOpen(index)}
                  aria-label={`${image.fileName}: ${imageWords[image.state]}${paired}${notices}`}
                >
                  <Thumbnail
                    src={thumbnailUrl(row.id, image.sha256)}
                    state={image.state}
                    alt=""
                    label={image.inContainer ? "In its container" : "No preview"}
                  />
                  <span className="ellipsis mono" title={`${image.filePath}${paired}`}>
                    {notices && <i className="mark" />}
                    {image.fileName}
                  </span>
                </button>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
