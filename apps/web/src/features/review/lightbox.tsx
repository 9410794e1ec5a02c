/** All images of one encounter: a wall of small ones, and one at a time. */
import { Dialog } from "@base-ui/react/dialog";
import { type EncounterRow, findingTable, type ImageRow } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { previewUrl, thumbnailUrl } from "../../api/image-url.ts";
import { imagePageQuery, imagePageSize } from "../../api/queries.ts";
import { usePages } from "../../api/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { count, formatBytes, formatEventDate, formatNumber } from "../../ui/format.ts";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { encounterTitle, imageTones, imageWords } from "../../ui/words.ts";

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
  /** Where the focus comes back to. */
  readonly from: number;
  readonly onOpen: (index: number) => void;
}

function Wall({ row, from, onOpen }: WallProps) {
  const { scroller, columns } = useColumns();
  const total = row.imageCount;
  const virtualizer = useVirtualizer({
    count: Math.ceil(total / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 3,
    initialOffset: Math.max(0, Math.floor(from / columns) * rowPx - rowPx),
  });
  const lines = virtualizer.getVirtualItems();
  const images = usePages<ImageRow>(
    (page) => imagePageQuery(row.id, page),
    imagePageSize,
    (lines[0]?.index ?? 0) * columns,
    Math.min(total - 1, ((lines.at(-1)?.index ?? 0) + 1) * columns - 1),
  );
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
              return (
                <button
                  type="button"
                  key={index}
                  data-image={index}
                  className="wallcell"
                  onClick={() => onOpen(index)}
                  aria-label={`${image.fileName}: ${imageWords[image.state]}${notices}`}
                >
                  <Thumbnail src={thumbnailUrl(row.id, image.sha256)} alt="" label="No preview" />
                  <span className="ellipsis mono" title={image.filePath}>
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

function Preview({ row, image }: { row: EncounterRow; image: ImageRow }) {
  const [broken, setBroken] = useState<string>();
  const src = previewUrl(row.id, image.sha256);
  return (
    <figure className="preview">
      {broken === src ? (
        <p className="nopreview">This image is delivered as it is, but cannot be shown here.</p>
      ) : (
        <img key={src} className="previewimage" src={src} alt={image.fileName} onError={() => setBroken(src)} />
      )}
      <figcaption>
        <span className="mono breakable">{image.filePath}</span>
        <span className="quiet">
          {image.capturedAt && `${formatEventDate(image.capturedAt.slice(0, 10))} ${image.capturedAt.slice(11, 19)} · `}
          {formatBytes(image.bytes)} · {image.mediaType}
        </span>
        <Chip tone={imageTones[image.state]}>{imageWords[image.state]}</Chip>
        {image.error && (
          <span className="note">
            {image.error.message} {image.error.hint}
          </span>
        )}
        {image.findings.map((code) => (
          <span key={code} className={findingTable[code].severity === "note" ? "note info" : "note"}>
            {findingTable[code].message}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function Content({ row }: { row: EncounterRow }) {
  const [shown, setShown] = useState<number>();
  const last = useRef(0);
  const total = row.imageCount;
  const page = useQuery(imagePageQuery(row.id, Math.floor((shown ?? 0) / imagePageSize)));
  const image = shown === undefined ? undefined : page.data?.items[shown % imagePageSize];
  const move = (step: number) => {
    if (shown === undefined) return;
    const next = Math.min(total - 1, Math.max(0, shown + step));
    last.current = next;
    setShown(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (shown === undefined) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      setShown(undefined);
    }
    if (event.key === "ArrowRight") move(1);
    if (event.key === "ArrowLeft") move(-1);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows and Escape belong to the window as a whole.
    <div className="lightboxbody" onKeyDown={onKeyDown}>
      <header className="dialoghead">
        <div className="headtext">
          <Dialog.Title className="dialogtitle">{encounterTitle(row.values)}</Dialog.Title>
          <p className="quiet">
            {shown === undefined
              ? `${count(total, "image")}, ${formatBytes(row.bytes)}`
              : `Image ${formatNumber(shown + 1)} of ${formatNumber(total)}`}
          </p>
        </div>
        {shown !== undefined && (
          <div className="headacts">
            <Button onClick={() => move(-1)} disabled={shown === 0} aria-label="Previous image">
              <span aria-hidden="true">←</span>
            </Button>
            <Button onClick={() => move(1)} disabled={shown === total - 1} aria-label="Next image">
              <span aria-hidden="true">→</span>
            </Button>
            <Button onClick={() => setShown(undefined)}>Show all</Button>
          </div>
        )}
        <Dialog.Close className="btn ghost icon" aria-label="Close">
          <span aria-hidden="true">×</span>
        </Dialog.Close>
      </header>
      {shown === undefined ? (
        <Wall
          row={row}
          from={last.current}
          onOpen={(index) => {
            last.current = index;
            setShown(index);
          }}
        />
      ) : image ? (
        <Preview row={row} image={image} />
      ) : (
        <p className="quiet">Reading…</p>
      )}
    </div>
  );
}

export function Lightbox({ row, onClose }: { row: EncounterRow | undefined; onClose: () => void }) {
  return (
    <Dialog.Root open={row !== undefined} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog lightbox">{row && <Content key={row.id} row={row} />}</Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
