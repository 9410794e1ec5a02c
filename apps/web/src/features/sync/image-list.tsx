/** Each image's state, for an encounter that was opened. */
import { type EncounterId, findingTable, type ImageRow, type ManifestId, type ReviewState } from "@landfall/protocol";
import { thumbnailUrl } from "../../api/image-url.ts";
import { imagePageQuery, imagePageSize } from "../../api/queries.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatBytes, formatInstant } from "../../ui/format.ts";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { imageStateWords, imageTones } from "../../ui/words.ts";
import { useRetry } from "./actions.ts";
import { PagedList } from "./paged-list.tsx";

interface Of {
  readonly manifestId: ManifestId;
  readonly encounterId: EncounterId;
  readonly review: ReviewState;
}

const canRetry = ({ state }: ImageRow): boolean =>
  state === "waiting" || state === "failed" || state === "missing" || state === "changed";

function RetryImage({ manifestId, encounterId, image }: Omit<Of, "review"> & { image: ImageRow }) {
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

function ImageLine({ manifestId, encounterId, review, image }: Of & { image: ImageRow }) {
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
      <Chip tone={imageTones[image.state]}>{imageStateWords(image.state, review)}</Chip>
    </div>
  );
}

export function ImageList({ manifestId, encounterId, review }: Of) {
  return (
    <PagedList<ImageRow>
      pageQuery={(page) => imagePageQuery(encounterId, page)}
      pageSize={imagePageSize}
      itemPx={62}
      className="imagelist"
      label={(total) => `${count(total, "image")} of this encounter`}
      waiting={<p className="quiet imagewait">Reading its images…</p>}
    >
      {(image) =>
        image ? (
          <ImageLine manifestId={manifestId} encounterId={encounterId} review={review} image={image} />
        ) : (
          <div className="imageline quiet">…</div>
        )
      }
    </PagedList>
  );
}
