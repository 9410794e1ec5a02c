/** The folders the station may look into, one level at a time. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { foldersQuery } from "../api/queries.ts";
import { Button } from "./button.tsx";
import { ErrorNote } from "./error-note.tsx";
import { count } from "./format.ts";
import "./styles/picker.css";

export interface Folder {
  readonly name: string;
  readonly path: string;
}

interface PickerProps {
  readonly chosen: readonly Folder[];
  readonly onChange: (folders: Folder[]) => void;
  /** Choosing one takes the other back. */
  readonly single?: boolean;
}

export function Crumbs({ trail, onGo }: { trail: readonly Folder[]; onGo: (depth: number) => void }) {
  return (
    <nav aria-label="Folder">
      <ol className="crumbs">
        {[{ name: "Allowed folders", path: "" }, ...trail].map(({ name, path }, depth) => (
          <li key={path}>
            {depth === trail.length ? (
              <span aria-current="location" className="breakable">
                {name}
              </span>
            ) : (
              <Button look="link" onClick={() => onGo(depth)}>
                {name}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

export function FolderPicker({ chosen, onChange, single = false }: PickerProps) {
  const [trail, setTrail] = useState<readonly Folder[]>([]);
  const here = trail.at(-1);
  const view = useQuery(foldersQuery(here?.path));
  const isChosen = (path: string) => chosen.some((folder) => folder.path === path);
  const toggle = (folder: Folder) =>
    onChange(
      isChosen(folder.path) ? chosen.filter(({ path }) => path !== folder.path) : [...(single ? [] : chosen), folder],
    );
  const folders = view.data?.folders ?? [];
  const files = view.data?.files ?? 0;
  return (
    <div className="picker">
      <Crumbs trail={trail} onGo={(depth) => setTrail(trail.slice(0, depth))} />
      {view.error ? (
        <ErrorNote error={view.error} action={<Button onClick={() => void view.refetch()}>Look again</Button>} />
      ) : (
        <>
          {here && (
            <p className="pickerhere">
              <span className="quiet">
                {count(folders.length, "folder")} and {count(files, "file")} here
              </span>
              <Button aria-pressed={isChosen(here.path)} onClick={() => toggle(here)}>
                {isChosen(here.path) ? "Take this folder back" : "Choose this folder"}
              </Button>
            </p>
          )}
          <ul className="pickerlist" aria-label="Folders in it" aria-busy={view.isPlaceholderData}>
            {folders.map((folder) => (
              <li key={folder.path}>
                <input
                  type={single ? "radio" : "checkbox"}
                  aria-label={here ? `Choose ${folder.name}` : `Choose ${folder.name}, ${folder.path}`}
                  checked={isChosen(folder.path)}
                  onChange={() => toggle(folder)}
                />
                <button
                  type="button"
                  className="folder"
                  onClick={() => setTrail([...trail, folder])}
                  title={folder.path}
                >
                  <span className="foldername">
                    {folder.name}
                    {!here && <span className="quiet mono rootpath"> {folder.path}</span>}
                  </span>
                  <span aria-hidden="true" className="quiet">
                    ›
                  </span>
                </button>
              </li>
            ))}
            {view.data && folders.length === 0 && (
              <li className="quiet pickernone">
                {here ? "No folders in it." : "No folder is allowed. Start the station with --allow FOLDER."}
              </li>
            )}
          </ul>
        </>
      )}
    </div>
  );
}
