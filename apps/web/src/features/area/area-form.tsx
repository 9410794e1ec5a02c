/** The four sides of the box, and the one that the known positions give. */
import { type Area, type AreaView, areaText } from "@landfall/protocol";
import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";
import { type AreaDraft, draftOf, isSameArea, readArea, sides } from "./area-draft.ts";

const labels = {
  south: "South (latitude)",
  west: "West (longitude)",
  north: "North (latitude)",
  east: "East (longitude)",
} as const;
const examples = { south: "47.5", west: "125 W", north: "50", east: "122 W" } as const;

interface AreaFormProps {
  readonly view: AreaView;
  readonly isSaving: boolean;
  readonly onSave: (area: Area | null, onSaved: () => void) => void;
}

export function AreaForm({ view, isSaving, onSave }: AreaFormProps) {
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<AreaDraft>();
  const shown = draft ?? draftOf(view.area);
  const { area, wrong } = readArea(shown);
  const isOther = area !== undefined && !isSameArea(area, view.area);
  const { known } = view;
  const write = (next: AreaDraft) => {
    setDraft(next);
    // The button that was pressed goes.
    first.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isOther && !isSaving) onSave(area, () => setDraft(undefined));
  };
  return (
    <form className="card areaform" onSubmit={submit} aria-label="Area">
      <div className="areasides">
        {sides.map((side, at) => (
          <div className="formfield" key={side}>
            <label htmlFor={`${id}-${side}`}>{labels[side]}</label>
            <input
              id={`${id}-${side}`}
              ref={at === 0 ? first : undefined}
              className="input"
              value={shown[side]}
              placeholder={examples[side]}
              autoComplete="off"
              aria-invalid={wrong !== undefined || undefined}
              aria-describedby={wrong === undefined ? undefined : `${id}-wrong`}
              onChange={(event) => setDraft({ ...shown, [side]: event.target.value })}
            />
          </div>
        ))}
      </div>
      {wrong !== undefined && (
        <p className="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
      {known.area === null ? (
        <p className="quiet">No encounter has a position yet.</p>
      ) : (
        <p className="quiet">
          The positions of {count(known.encounters, "encounter")} lie within {areaText(known.area)}, with some room.{" "}
          {!isSameArea(area ?? null, known.area) && (
            <Button look="link" onClick={() => write(draftOf(known.area))}>
              Use that
            </Button>
          )}
        </p>
      )}
      <div className="formacts">
        <span className="quiet" role="status">
          {area === undefined ? "Not finished." : isOther ? "Not saved." : "Nothing to save."}
        </span>
        {sides.some((side) => shown[side] !== "") && (
          <Button look="ghost" onClick={() => write(draftOf(null))}>
            Empty all
          </Button>
        )}
        <Button type="submit" look="primary" busy={isSaving || !isOther}>
          Save
        </Button>
      </div>
    </form>
  );
}
