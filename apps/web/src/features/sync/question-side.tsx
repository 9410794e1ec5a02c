/** One of the encounters that a question is about: its photographs, what it is called, and what can be done. */
import type { EncounterRow, EncounterValues } from "@landfall/protocol";
import type { ReactNode } from "react";
import { thumbnailUrl } from "../../api/image-url.ts";
import { apart, clockSpan, count } from "../../ui/format.ts";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { encounterTitle, formatCoordinates } from "../../ui/words.ts";

interface SideProps {
  readonly label: string;
  readonly values: EncounterValues;
  readonly images: number;
  /** The encounter of this station that shows it. */
  readonly row: EncounterRow | undefined;
  readonly children: ReactNode;
}

function Covers({ row }: { row: EncounterRow }) {
  return (
    <div className="trio">
      {row.covers.slice(0, 3).map((sha256, index) => (
        <Thumbnail key={sha256} src={thumbnailUrl(row.id, sha256)} alt={`Photograph ${index + 1}`} label="No preview" />
      ))}
    </div>
  );
}

export function QuestionSide({ label, values, images, row, children }: SideProps) {
  const facts = [formatCoordinates(values), row && clockSpan(row.firstAt, row.lastAt)].filter(Boolean);
  return (
    <div className="side">
      <p className="sidelabel">{label}</p>
      {row && row.covers.length > 0 ? (
        <Covers row={row} />
      ) : (
        <p className="nocovers quiet">Its photographs cannot be shown here.</p>
      )}
      <p className="breakable">
        <b>{encounterTitle(values)}</b>
      </p>
      <p className="breakable">
        {apart(values.recordedBy ?? "No photographer")} · {count(images, "photograph")}
      </p>
      {facts.length > 0 && <p className="quiet">{facts.join(" · ")}</p>}
      {children}
    </div>
  );
}
