/** The images of the encounter in hand, each a small photograph: the progress itself. */
import type { EncounterId, EncounterRow, ImageRow, ImageState, RunProgress, Sha256 } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { thumbnailUrl } from "../../api/image-url.ts";
import { imagePageQuery, imagePageSize } from "../../api/queries.ts";
import { count } from "../../ui/format.ts";
import { Thumbnail, type TileLook } from "../../ui/thumbnail.tsx";
import { imageWords } from "../../ui/words.ts";

const looks: Record<ImageState, TileLook> = {
  pending: "wait",
  waiting: "wait",
  lost: "wait",
  skipped: "wait",
  uploaded: "sent",
  committed: "sent",
  complete: "done",
  failed: "fail",
  missing: "fail",
  changed: "fail",
};

interface TileProps {
  readonly encounterId: EncounterId;
  readonly image: ImageRow;
  /** 0 to 1 while it travels. */
  readonly sent: number | undefined;
}

const Tile = memo(function Tile({ encounterId, image, sent }: TileProps) {
  const flies = sent !== undefined && image.state === "pending";
  const state = flies ? `Sending, ${Math.round(sent * 100)} %` : imageWords[image.state];
  return (
    <li>
      <Thumbnail
        src={thumbnailUrl(encounterId, image.sha256)}
        state={image.state}
        alt={`${image.fileName}: ${state}`}
        title={`${image.fileName}: ${state}`}
        look={flies ? "fly" : looks[image.state]}
        {...(flies && { sent })}
      />
    </li>
  );
});

export const settledImages = ({ images }: EncounterRow): number => images.complete + images.skipped;

export function Tiles({ encounter, inFlight }: { encounter: EncounterRow; inFlight: RunProgress["inFlight"] }) {
  const total = encounter.imageCount;
  const pages = Math.ceil(total / imagePageSize);
  // A long encounter shows the part that is at work.
  const page = Math.min(Math.max(0, Math.floor(settledImages(encounter) / imagePageSize)), Math.max(0, pages - 1));
  const images = useQuery(imagePageQuery(encounter.id, page));
  const sentBy = new Map<Sha256, number>();
  for (const { encounterId, sha256, sentBytes, bytes } of inFlight)
    if (encounterId === encounter.id) sentBy.set(sha256, bytes > 0 ? sentBytes / bytes : 0);
  const items = images.data?.items ?? [];
  if (images.data === undefined) return <div className="tiles loading" aria-hidden="true" />;
  return (
    <>
      <ul className="tiles" aria-label="Images of this encounter">
        {items.map((image) => (
          <Tile key={image.sha256} encounterId={encounter.id} image={image} sent={sentBy.get(image.sha256)} />
        ))}
      </ul>
      {pages > 1 && (
        <p className="tilesnote">
          Images {page * imagePageSize + 1} to {page * imagePageSize + items.length} of {count(total, "image")}
        </p>
      )}
    </>
  );
}
