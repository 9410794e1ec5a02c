/** Sheets and tracks are looked for in a dialog, folder by folder, and listed where they are used. */
import type { OfferedSource } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { foldersQuery } from "../api/queries.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { ErrorNote } from "./error-note.tsx";
import { Crumbs, type Folder } from "./folder-picker.tsx";
import { count } from "./format.ts";
import "./styles/picker.css";

export const sourceKindWords: Record<OfferedSource["kind"], string> = { sheet: "Sheet", track: "Track" };

interface BrowserProps {
  readonly used: ReadonlySet<string>;
  readonly onAdd: (source: OfferedSource) => void;
}

function SourceBrowser({ used, onAdd }: BrowserProps) {
  const [trail, setTrail] = useState<readonly Folder[]>([]);
  const view = useQuery(foldersQuery(trail.at(-1)?.path));
  const folders = view.data?.folders ?? [];
  const sources = view.data?.sources ?? [];
  return (
    <div className="picker">
      <Crumbs trail={trail} onGo={(depth) => setTrail(trail.slice(0, depth))} />
      {view.error ? (
        <ErrorNote error={view.error} action={<Button onClick={() => void view.refetch()}>Look again</Button>} />
      ) : (
        <>
          <p className="quiet pickerhere">
            {trail.length > 0
              ? `${count(sources.length, "sheet or track", "sheets and tracks")} here`
              : "Where does it lie?"}
          </p>
          <ul className="pickerlist" aria-label="In it" aria-busy={view.isPlaceholderData}>
            {sources.map((source) => (
              <li key={source.path} className="sourceitem">
                <span className="foldername">
                  {source.name} <span className="quiet">{sourceKindWords[source.kind]}</span>
                </span>
                <Button
                  disabled={used.has(source.path)}
                  aria-label={`Use ${source.name}`}
                  onClick={() => onAdd(source)}
                >
                  {used.has(source.path) ? "In use" : "Use"}
                </Button>
              </li>
            ))}
            {folders.map((folder) => (
              <li key={folder.path}>
                <button
                  type="button"
                  className="folder"
                  onClick={() => setTrail([...trail, folder])}
                  title={folder.path}
                >
                  <span className="foldername">
                    {folder.name}
                    {trail.length === 0 && <span className="quiet mono rootpath"> {folder.path}</span>}
                  </span>
                  <span aria-hidden="true" className="quiet">
                    ›
                  </span>
                </button>
              </li>
            ))}
            {view.data && folders.length + sources.length === 0 && (
              <li className="quiet pickernone">
                {trail.length > 0
                  ? "No folder, sheet or track in it. Sheets are .xlsx, .csv and .tsv, tracks .gpx."
                  : "No folder is allowed. Start the station with --allow FOLDER."}
              </li>
            )}
          </ul>
        </>
      )}
    </div>
  );
}

/** A button, and the dialog behind it. Choosing one closes it. */
export function AddSource({ used, onAdd }: BrowserProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Add a sheet or track…</Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Add a sheet or track"
        description="A sheet of sightings (.xlsx, .csv, .tsv) or a GPS track (.gpx). It is only read."
      >
        <SourceBrowser
          used={used}
          onAdd={(source) => {
            setOpen(false);
            onAdd(source);
          }}
        />
      </Dialog>
    </>
  );
}
