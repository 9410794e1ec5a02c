/** The folders of a scan: more are added, and some are taken out; then all of them are read again, and decisions stay. */
import type { ScanJobView } from "@landfall/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { scanJobQuery } from "../../api/queries.ts";
import { station } from "../../api/station.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { type Folder, FolderPicker } from "../../ui/folder-picker.tsx";
import { count } from "../../ui/format.ts";

interface ChangeProps {
  readonly isBusy: boolean;
  readonly onChange: (change: { readonly add?: readonly string[]; readonly remove?: string }) => void;
}

function AddFolders({ isBusy, onChange }: ChangeProps) {
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly Folder[]>([]);
  const add = () => {
    setOpen(false);
    onChange({ add: chosen.map(({ path }) => path) });
    setChosen([]);
  };
  return (
    <>
      <Button busy={isBusy} onClick={() => setOpen(true)}>
        Add a folder…
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Add folders to this scan"
        description="They are read together with those that it has. What was decided stays."
      >
        <FolderPicker chosen={chosen} onChange={setChosen} />
        <div className="formacts">
          <Button look="primary" disabled={chosen.length === 0} onClick={add}>
            {chosen.length > 1 ? `Add ${count(chosen.length, "folder")} and scan` : "Add and scan"}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function TakeOut({ folder, isBusy, onChange }: ChangeProps & { readonly folder: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        look="ghost"
        className="icon"
        disabled={isBusy}
        aria-label={`Take ${folder} out of this scan`}
        onClick={() => setOpen(true)}
      >
        <span aria-hidden="true">×</span>
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Take this folder out of the scan?"
        description="The next version has none of its encounters. Its files stay as they are, and what was delivered stays on the hub."
      >
        <p className="mono breakable">{folder}</p>
        <div className="formacts">
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button
            look="primary"
            onClick={() => {
              setOpen(false);
              onChange({ remove: folder });
            }}
          >
            Take it out and scan
          </Button>
        </div>
      </Dialog>
    </>
  );
}

export function ScanFolders({ job: { id, folders, state } }: { job: ScanJobView }) {
  const client = useQueryClient();
  const set = useMutation({
    mutationFn: ({ add = [], remove }: { add?: readonly string[]; remove?: string }) =>
      station.setScanFolders({
        params: { id },
        body: { folders: [...new Set([...folders.filter((folder) => folder !== remove), ...add])] },
      }),
    onSuccess: (view) => client.setQueryData(scanJobQuery(id).queryKey, view),
  });
  const isIdle = state !== "running";
  return (
    <>
      <ul className="chosen" aria-label="Folders of this scan">
        {folders.map((folder) => (
          <li key={folder}>
            <span className="mono breakable">{folder}</span>
            {isIdle && folders.length > 1 && <TakeOut folder={folder} isBusy={set.isPending} onChange={set.mutate} />}
          </li>
        ))}
      </ul>
      {set.error && <ErrorNote error={set.error} />}
      {isIdle && (
        <p className="addfolder">
          <AddFolders isBusy={set.isPending} onChange={set.mutate} />
        </p>
      )}
    </>
  );
}
