/** The encounters of one manifest with how far each is, and its images on demand. */
import type { EncounterRow, ManifestId } from "@landfall/protocol";
import { useId, useState } from "react";
import { encounterPageQuery, encounterPageSize } from "../../api/queries.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { apart, count, formatNumber } from "../../ui/format.ts";
import { reviewWords, rowTitle, syncTones, syncWords } from "../../ui/words.ts";
import { HubLink } from "./hub-link.tsx";
import { ImageList } from "./image-list.tsx";
import { PagedList } from "./paged-list.tsx";
import { SendFirst } from "./send-first.tsx";
import { settledImages } from "./tiles.tsx";

interface LineProps {
  readonly encounter: EncounterRow;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function EncounterLine({ encounter, open, onToggle }: LineProps) {
  const id = useId();
  const title = rowTitle(encounter);
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
              {apart(encounter.values.recordedBy ?? "No photographer")} · {formatNumber(settledImages(encounter))} of{" "}
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
      <div id={id}>
        {open && <ImageList manifestId={encounter.manifestId} encounterId={encounter.id} review={encounter.review} />}
      </div>
    </div>
  );
}

export function EncounterList({ manifestId }: { manifestId: ManifestId }) {
  const [opened, setOpened] = useState<EncounterRow["id"]>();
  return (
    <PagedList<EncounterRow>
      pageQuery={(page) => encounterPageQuery(manifestId, "all", page)}
      pageSize={encounterPageSize}
      itemPx={58}
      className="enclist"
      label={(total) => count(total, "encounter")}
      waiting={<p className="quiet">Reading its encounters…</p>}
    >
      {(encounter) =>
        encounter ? (
          <EncounterLine
            encounter={encounter}
            open={opened === encounter.id}
            onToggle={() => setOpened(opened === encounter.id ? undefined : encounter.id)}
          />
        ) : (
          <div className="encline quiet">…</div>
        )
      }
    </PagedList>
  );
}
