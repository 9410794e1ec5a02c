/** Each image's state, for an encounter that was opened. Only what is in sight is in the page. */
import { type EncounterId, findingTable, type ImageRow, type ManifestId } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { thumbnailUrl } from "../../api/image-url.ts";
import { imagePageQuery, imagePageSize } from "../../api/queries.ts";
import { usePages } from "../../api/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatBytes, formatInstant } from "../../ui/format.ts";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { imageTones, imageWords } from "../../ui/words.ts";
import { useRetry } from "./actions.ts";

interface Of {
  readonly manifestId: ManifestId;
  readonly encounterId: EncounterId;
}

const canRetry = ({ state }: ImageRow): boolean =>
  state === "waiting" || state === "failed" || state === "missing" || state === "changed";

function RetryImage({ manifestId, encounterId, image }: Of & { image: ImageRow }) {
  const retry = useRetry(manifestId, { encounter: encounterId, image: image.sha256 });
  return (
    <>
      <Button look="link" busy={retry.isPending} onClick={() => retry.mutate()} aria-label={`Retry ${image.fileName}`}>
        Retry
      </Button>
      {retry.error && <ErrorNote error={retry.error} />}
    </>
  );
}

function ImageLine({ manifestId, encounterId, image }: Of & { image: ImageRow }) {
  const { error } = image;
  return (
    <div className="imageline">
      <Thumbnail src={thumbnailUrl(encounterId, image.sha256)} state={image.state} alt="" />
      <div className="imagetext">
        <p className="mono breakable" title={image.filePath}>
          {image.filePath}
        </p>
        <p className="quiet">
          {formatBytes(image.bytes)}
          {image.nextAttemptAt && ` · next try at ${formatInstant(image.nextAttemptAt)}`}
        </p>
        {error && (
          <p className="note">
            {error.message} {error.hint} <code>{error.code}</code>
          </p>
        )}
        {canRetry(image) && <RetryImage manifestId={manifestId} encounterId={encounterId} image={image} />}
        {image.findings.map((code) => (
          <p className="quiet" key={code}>
            {findingTable[code].message}
          </p>
        ))}
      </div>
      <Chip tone={imageTones[image.state]}>{imageWords[image.state]}</Chip>
    </div>
  );
}

export function ImageList({ manifestId, encounterId }: Of) {
  const scroller = useRef<HTMLDivElement>(null);
  const first = useQuery(imagePageQuery(encounterId, 0));
  const total = first.data?.total ?? 0;
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => 62,
    overscan: 8,
  });
  const rows = virtualizer.getVirtualItems();
  const images = usePages<ImageRow>(
    (page) => imagePageQuery(encounterId, page),
    imagePageSize,
    rows[0]?.index ?? 0,
    rows.at(-1)?.index ?? 0,
  );
  if (first.error) return <ErrorNote error={first.error} />;
  if (!first.data) return <p className="quiet imagewait">Reading its images…</p>;
  return (
    <section
      className="imagelist"
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      aria-label={`${count(total, "image")} of this encounter`}
    >
      <ul style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const image = images.at(row.index);
          return (
            <li
              key={row.key}
              data-index={row.index}
              ref={virtualizer.measureElement}
              aria-setsize={total}
              aria-posinset={row.index + 1}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {image ? (
                <ImageLine manifestId={manifestId} encounterId={encounterId} image={image} />
              ) : (
                <div className="imageline quiet">…</div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
