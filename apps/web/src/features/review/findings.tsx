/** What was noticed of an encounter. What blocks it names its files, and what can be done is done here. */
import {
  damageFindings,
  type EncounterRow,
  type FieldEdit,
  type ManifestId,
  otherCredits,
  type PositionOffer,
  settledPositions,
} from "@landfall/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { patchEncounter } from "../../api/encounter-cache.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { useManifest } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { encounterTitle, formatPlace } from "../../ui/words.ts";
import { changesText } from "./changes-text.ts";
import { useCorrect } from "./corrections.ts";
import { refreshManifest } from "./edits.ts";

type Finding = EncounterRow["findings"][number];

const namesShown = 3;

/** `IMG_1.JPG, IMG_2.JPG and 4 more`; empty where it is of the encounter as a whole. */
function filesText({ images, count: all }: Finding): string {
  if (images.length === 0) return "";
  const names = images.slice(0, namesShown).map(({ fileName }) => fileName);
  return all > names.length ? `${names.join(", ")} and ${formatNumber(all - names.length)} more` : names.join(", ");
}

function useKeepAsIs(row: EncounterRow) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (finding: Finding) =>
      station.keepAsIs({
        params: { id: row.id },
        body: { images: finding.images.map(({ sha256 }) => sha256), keep: true },
      }),
    onSuccess: (after, finding) => {
      patchEncounter(client, row.manifestId, row.id, () => after);
      void client.invalidateQueries({ queryKey: ["images", row.id] });
      refreshManifest(client, row.manifestId);
      announce(`${count(finding.images.length, "damaged image")} will be delivered as they are.`);
    },
  });
}

/** What may have been meant by a position, and that none is known: each by one press. */
function Positions({ row, finding, onSave }: FindingProps) {
  const isOpen = finding.code in settledPositions;
  if (!onSave || (finding.offers.length === 0 && !isOpen)) return null;
  const of = <span className="sr"> {encounterTitle(row.values)}</span>;
  return (
    <>
      {finding.offers.map((offer) => (
        <Button key={offer.how} look={isZero(offer) ? "ghost" : "plain"} onClick={() => onSave(toPlace(offer))}>
          {isZero(offer) ? "It is 0, 0" : `Use ${formatPlace(offer)}`}
          {of}
        </Button>
      ))}
      {isOpen && (
        <Button look="ghost" onClick={() => onSave({ decimalLatitude: null, decimalLongitude: null })}>
          No position is known{of}
        </Button>
      )}
    </>
  );
}

const isZero = ({ decimalLatitude, decimalLongitude }: PositionOffer): boolean =>
  decimalLatitude === 0 && decimalLongitude === 0;
const toPlace = ({ decimalLatitude, decimalLongitude }: PositionOffer): FieldEdit => ({
  decimalLatitude,
  decimalLongitude,
});

interface FindingProps {
  readonly row: EncounterRow;
  readonly finding: Finding;
  /** Nothing where the encounter is decided about. */
  readonly onSave: ((edit: FieldEdit) => void) | undefined;
}

function Blocking({ row, finding, onSave }: FindingProps) {
  const correct = useCorrect(row.manifestId);
  const keep = useKeepAsIs(row);
  const images = finding.images.map(({ sha256 }) => sha256);
  const busy = correct.isPending || keep.isPending;
  const error = correct.error ?? keep.error;
  const of = <span className="sr"> {`${filesText(finding)}, ${encounterTitle(row.values)}`}</span>;
  return (
    <div className="note blocking">
      <p>
        <b className="breakable">{filesText(finding)}</b> {finding.message}{" "}
        {finding.detail && <b className="breakable">{finding.detail}. </b>}
        {finding.hint}
      </p>
      {images.length > 0 && (
        <p className="noteacts">
          <Button
            busy={busy}
            onClick={() =>
              correct.mutate({ kind: "leaveOut", row, images, reason: finding.message.slice(0, -1), alone: true })
            }
          >
            Leave out{of}
          </Button>
          {damageFindings.has(finding.code) && (
            <Button look="ghost" busy={busy} onClick={() => keep.mutate(finding)}>
              Deliver as it is{of}
            </Button>
          )}
          <Positions row={row} finding={finding} onSave={onSave} />
        </p>
      )}
      {error ? <ErrorNote error={error} /> : null}
    </div>
  );
}

/** Those whom other sources name: one of them instead of the one that was taken. */
function Credits({ row, onSave }: { row: EncounterRow; onSave: (edit: FieldEdit) => void }) {
  const of = <span className="sr"> {encounterTitle(row.values)}</span>;
  return (
    <span className="noteacts">
      {otherCredits(row.provenance).map((name) => (
        <Button key={name} onClick={() => onSave({ recordedBy: name })}>
          Credit {name}
          {of}
        </Button>
      ))}
    </span>
  );
}

/** Where it is said once for all. */
function ToDateOrder({ manifest }: { manifest: ManifestId }) {
  const id = useManifest(manifest)?.manifest.scanJobId;
  if (id === undefined) return null;
  return (
    <>
      {" "}
      <Link to="/scans/$id/pattern" params={{ id }}>
        Say it
      </Link>
    </>
  );
}

export function Findings({ row, onSave }: Omit<FindingProps, "finding">) {
  const isOpen = row.review === "pending" || row.review === "incomplete";
  return (
    <>
      {row.encounterNumber !== null && (
        <p className="note info">Encounter {row.encounterNumber} of its day, place and photographer.</p>
      )}
      {row.changes && <p className="note">{changesText(row.changes)}</p>}
      {row.findings.map((finding) =>
        finding.severity === "blocking" && isOpen ? (
          <Blocking key={finding.code} row={row} finding={finding} onSave={onSave} />
        ) : (
          <p key={finding.code} className={finding.severity === "note" ? "note info" : "note"}>
            {finding.images.length > 0 && <b className="breakable">{filesText(finding)} </b>}
            {finding.message} {finding.detail && <b className="breakable">{finding.detail}. </b>}
            {isOpen && finding.hint}
            {finding.count > 1 && finding.images.length === 0 && (
              <span className="quiet"> ({count(finding.count, "image")})</span>
            )}
            {finding.code === "DATE_EITHER" && <ToDateOrder manifest={row.manifestId} />}
            {isOpen && onSave && finding.code === "PHOTOGRAPHER_DIFFERS" && <Credits row={row} onSave={onSave} />}
            {isOpen && finding.offers.length > 0 && (
              <span className="noteacts">
                <Positions row={row} finding={finding} onSave={onSave} />
              </span>
            )}
          </p>
        ),
      )}
    </>
  );
}
