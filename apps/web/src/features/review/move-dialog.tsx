/** To which encounter of the manifest images move. */
import type { EncounterRow } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { everyEncounterQuery } from "../../api/queries.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count } from "../../ui/format.ts";
import { rowTitle } from "../../ui/words.ts";
import { EncounterPicker } from "./encounter-picker.tsx";

interface MoveProps {
  readonly row: EncounterRow;
  readonly images: number;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  /** The focus is free. */
  readonly onClosed: () => void;
  readonly onPick: (to: EncounterRow) => void;
}

export function MoveDialog({ row, images, open, setOpen, onClosed, onPick }: MoveProps) {
  const every = useQuery({ ...everyEncounterQuery(row.manifestId), enabled: open });
  const rows = every.data?.items ?? [];
  const others = rows.filter(({ id }) => id !== row.id);
  const own = rows.findIndex(({ id }) => id === row.id);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      onClosed={onClosed}
      title={`Move ${count(images, "image")} to…`}
      description={
        images === row.imageCount
          ? `These are all images of ${rowTitle(row)}: the two become one encounter.`
          : `They come from ${rowTitle(row)}.`
      }
    >
      {every.error ? (
        <ErrorNote error={every.error} />
      ) : !every.data ? (
        <p className="quiet">Reading the encounters…</p>
      ) : others.length === 0 ? (
        <p className="quiet">This manifest has no other encounter. Split them off instead.</p>
      ) : (
        <EncounterPicker
          rows={others}
          startAt={Math.min(Math.max(0, own), others.length - 1)}
          onPick={(to) => {
            setOpen(false);
            onPick(to);
          }}
        />
      )}
    </Dialog>
  );
}
