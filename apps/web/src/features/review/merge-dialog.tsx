/** Several encounters become one: whose date, place and photographer it has. */
import { type EncounterRow, mergeWarnings } from "@landfall/protocol";
import { type FormEvent, useId, useState } from "react";
import { thumbnailUrl } from "../../api/image-url.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { apart, clockSpan, count } from "../../ui/format.ts";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { rowTitle } from "../../ui/words.ts";

interface MergeProps {
  readonly rows: readonly EncounterRow[];
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly onMerge: (rows: readonly [EncounterRow, ...EncounterRow[]]) => void;
  /** The focus is free. */
  readonly onClosed: () => void;
}

export function MergeDialog({ rows, open, setOpen, onMerge, onClosed }: MergeProps) {
  const name = useId();
  const [chosen, setChosen] = useState<EncounterRow["id"]>();
  const first = rows.find(({ id }) => id === chosen) ?? rows[0];
  const images = rows.reduce((sum, { imageCount }) => sum + imageCount, 0);
  const isOnHub = rows.some(({ hubEncounterId }) => hubEncounterId !== null);
  const warnings = first
    ? mergeWarnings(
        rows.map(({ values }) => values),
        first.values,
      )
    : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!first) return;
    setOpen(false);
    onMerge([first, ...rows.filter((row) => row !== first)]);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      onClosed={onClosed}
      title={`Merge ${count(rows.length, "encounter")}`}
      description={`One encounter with all ${count(images, "image")}; it waits for approval.${
        isOnHub ? " What is on the hub is corrected with the next sync; no photograph is sent again." : ""
      }`}
    >
      <form onSubmit={submit}>
        <fieldset className="mergechoices">
          <legend>Which date, place and photographer it keeps</legend>
          {rows.map((row) => (
            <label key={row.id}>
              <input type="radio" name={name} checked={row === first} onChange={() => setChosen(row.id)} />
              {row.covers[0] && <Thumbnail src={thumbnailUrl(row.id, row.covers[0])} alt="" />}
              <span className="findertext">
                <b className="breakable">{rowTitle(row)}</b>
                <span className="quiet breakable">
                  {[
                    row.values.recordedBy && apart(row.values.recordedBy),
                    clockSpan(row.firstAt, row.lastAt),
                    count(row.imageCount, "image"),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
        {warnings.length > 0 && (
          <div className="note" role="status">
            {warnings.map((each) => (
              <p key={each}>{each}</p>
            ))}
          </div>
        )}
        <div className="formacts">
          <Button type="submit" look="primary" disabled={rows.length < 2}>
            Merge into one
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
