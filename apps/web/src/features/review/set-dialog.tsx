/** One value for many encounters that are not approved. */
import type { EncounterId, ManifestId } from "@landfall/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { station } from "../../api/station.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { type DraftName, emptyDraft, readDraft } from "../../ui/field-draft.ts";
import { FieldForm } from "../../ui/field-form.tsx";
import { count } from "../../ui/format.ts";
import { leftOtherwise, showDecided } from "./edits.ts";
import { versionsSeen } from "./versions-seen.ts";

type Mode = "set" | "override";

interface SetProps {
  readonly id: ManifestId;
  /** Only these; all of the manifest when there are none. */
  readonly encounters: readonly EncounterId[];
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
}

export function SetDialog({ id, encounters, open, setOpen }: SetProps) {
  const name = useId();
  const client = useQueryClient();
  const [draft, setDraft] = useState(emptyDraft);
  const [mode, setMode] = useState<Mode>("set");
  const [wrong, setWrong] = useState<DraftName[]>([]);
  const { patch } = readDraft(draft);
  const [isUnknown, setUnknown] = useState(false);
  const isEmpty = !isUnknown && Object.values(draft).every((text) => !text.trim());
  const save = useMutation({
    mutationFn: () =>
      station.setFields({
        params: { id },
        body: {
          ...(mode === "set" ? { set: patch } : { override: patch }),
          ...(isUnknown && { positionUnknown: true }),
          ...(encounters.length > 0 && { encounters: [...encounters] }),
          seen: versionsSeen(client, id, encounters.length > 0 ? encounters : undefined),
        },
      }),
    onSuccess: async ({ changed, undo, otherwise }) => {
      const sentence = `${count(changed, "encounter")} changed.${leftOtherwise(otherwise)}`;
      await showDecided(client, id, { undo, sentence });
      setDraft(emptyDraft);
      setUnknown(false);
      setOpen(false);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = readDraft(draft).wrong;
    setWrong(found);
    if (found.length === 0 && !isEmpty && !save.isPending) save.mutate();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={encounters.length > 0 ? `Set for ${count(encounters.length, "encounter")}` : "Set for all encounters"}
      description="Approved encounters stay as they are. Fields left empty here are not touched."
    >
      <form onSubmit={submit}>
        <FieldForm draft={draft} onChange={setDraft} wrong={wrong} />
        <fieldset className="choices">
          <legend>Encounters without a position</legend>
          <label>
            <input type="checkbox" checked={isUnknown} onChange={({ target }) => setUnknown(target.checked)} />
            Their position is not known: impossible ones in their files are not asked about again
          </label>
        </fieldset>
        <fieldset className="choices">
          <legend>Where a field has a value already</legend>
          <label>
            <input type="radio" name={name} checked={mode === "set"} onChange={() => setMode("set")} />
            Keep it: fill empty fields only
          </label>
          <label>
            <input type="radio" name={name} checked={mode === "override"} onChange={() => setMode("override")} />
            Replace it
          </label>
        </fieldset>
        {save.error && <ErrorNote error={save.error} />}
        <div className="formacts">
          <Button type="submit" look="primary" busy={save.isPending} disabled={isEmpty}>
            {mode === "set" ? "Fill empty fields" : "Replace values"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
