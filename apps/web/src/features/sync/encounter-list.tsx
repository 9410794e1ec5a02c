/** The encounters of one manifest with how far each is, and its images on demand. */
import type { EncounterRow, ManifestId } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useId, useRef, useState } from "react";
import { encounterPageQuery, encounterPageSize } from "../../api/queries.ts";
import { usePages } from "../../api/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { encounterTitle, reviewWords, syncTones, syncWords } from "../../ui/words.ts";
import { HubLink } from "./hub-link.tsx";
import { ImageList } from "./image-list.tsx";
import { SendFirst } from "./send-first.tsx";
import { settledImages } from "./tiles.tsx";

interface LineProps {
  readonly encounter: EncounterRow;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function EncounterLine({ encounter, open, onToggle }: LineProps) {
  const id = useId();
  const title = encounterTitle(encounter.values);
  const isApproved = encounter.review === "approved";
  return (
    <div className="encline">
      <div className="enchead">
        <Button look="ghost" className="twist" aria-expanded={open} aria-controls={id} onClick={onToggle}>
          <span className="twistmark" aria-hidden="true">
            ›
          </span>
          <span className="enctitle">
            <b className="ellipsis" title={title}>
              {title}
            </b>
            <span className="quiet ellipsis">
              {encounter.values.recordedBy ?? "No photographer"} · {formatNumber(settledImages(encounter))} of{" "}
              {count(encounter.imageCount, "image")}
            </span>
          </span>
        </Button>
        <span className="encacts">
          <SendFirst encounter={encounter} title={title} />
          {encounter.hubEncounterId && <HubLink encounterId={encounter.id} title={title} />}
          {isApproved ? (
            <Chip tone={syncTones[encounter.sync]}>{syncWords[encounter.sync]}</Chip>
          ) : (
            <Chip>{reviewWords[encounter.review]}</Chip>
          )}
        </span>
      </div>
      <div id={id}>{open && <ImageList manifestId={encounter.manifestId} encounterId={encounter.id} />}</div>
    </div>
  );
}

export function EncounterList({ manifestId }: { manifestId: ManifestId }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<EncounterRow["id"]>();
  const first = useQuery(encounterPageQuery(manifestId, "all", 0));
  const total = first.data?.total ?? 0;
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => 58,
    overscan: 6,
  });
  const rows = virtualizer.getVirtualItems();
  const encounters = usePages<EncounterRow>(
    (page) => encounterPageQuery(manifestId, "all", page),
    encounterPageSize,
    rows[0]?.index ?? 0,
    rows.at(-1)?.index ?? 0,
  );
  if (first.error) return <ErrorNote error={first.error} />;
  if (!first.data) return <p className="quiet">Reading its encounters…</p>;
  return (
    <section
      className="enclist"
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      aria-label={count(total, "encounter")}
    >
      <ul style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const encounter = encounters.at(row.index);
          return (
            <li
              key={row.key}
              data-index={row.index}
              ref={virtualizer.measureElement}
              aria-setsize={total}
              aria-posinset={row.index + 1}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {encounter ? (
                <EncounterLine
                  encounter={encounter}
                  open={opened === encounter.id}
                  onToggle={() => setOpened(opened === encounter.id ? undefined : encounter.id)}
                />
              ) : (
                <div className="encline quiet">…</div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
