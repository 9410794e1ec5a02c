/** An archive is named, its folders are shown with where they are here, and then all of it is taken in. */
import type { ImportedProject, ImportRequest, ProjectLook } from "@landfall/protocol";
import type { UseMutationResult } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";

function takenWords({ manifests, encounters, images, roots }: ImportedProject): string {
  const away = roots.filter(({ isThere }) => !isThere).map(({ path }) => path);
  const taken = `${count(manifests, "manifest")}, ${count(encounters, "encounter")} and ${count(images, "image")} taken in.`;
  return away.length === 0 ? taken : `${taken} Not there now: ${away.join(", ")}. Scan again when the drives are here.`;
}

type Root = ProjectLook["roots"][number];

/** One folder of the archive, and where it is on this machine. */
function Place({ root, value, onChange }: { root: Root; value: string; onChange: (value: string) => void }) {
  const id = useId();
  const isAsNamed = value === root.path;
  const isThere = root.isThere && isAsNamed;
  return (
    <li>
      <label htmlFor={id} className="breakable">
        {root.from}
      </label>
      <input
        id={id}
        className="input"
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      <small className="quiet">
        {isThere && "It is there."}
        {!isThere &&
          isAsNamed &&
          "It is not there now. Say where it is on this machine, or leave it until its drive is here."}
      </small>
    </li>
  );
}

interface TakeInProjectProps {
  readonly look: UseMutationResult<ProjectLook, Error, string>;
  readonly take: UseMutationResult<ImportedProject, Error, ImportRequest>;
}

export function TakeInProject({ look, take }: TakeInProjectProps) {
  const id = useId();
  const [file, setFile] = useState("");
  const [places, setPlaces] = useState<Readonly<Record<string, string>>>({});
  const named = file.trim();
  // What was seen is of the file that was named then.
  const seen = look.variables === named ? look.data : undefined;
  const placeOf = ({ from, path }: Root): string => places[from] ?? path;
  const moved = (seen?.roots ?? []).flatMap((root) => {
    const to = placeOf(root).trim();
    return to === "" || to === root.path ? [] : [{ from: root.from, to }];
  });
  const busy = look.isPending || take.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (named === "" || busy) return;
    if (seen) take.mutate({ file: named, roots: moved });
    else look.mutate(named, { onSuccess: () => setPlaces({}) });
  };
  return (
    <form onSubmit={submit} className="formfield">
      <label htmlFor={id}>Take in a project that was saved elsewhere</label>
      <input
        id={id}
        className="input"
        value={file}
        placeholder="/media/drive/project-2026-11-28.landfall"
        autoComplete="off"
        spellCheck={false}
        aria-invalid={(look.error ?? take.error) ? true : undefined}
        onChange={(event) => setFile(event.target.value)}
      />
      <small className="quiet">The file's path on this machine. All of it is taken in, or nothing.</small>
      {seen && !take.data && (
        <fieldset className="places">
          <legend>
            Saved on {seen.createdAt.slice(0, 10)}. {count(seen.roots.length, "folder")} of photographs, and where{" "}
            {seen.roots.length === 1 ? "it is" : "they are"} here:
          </legend>
          <ul>
            {seen.roots.map((root) => (
              <Place
                key={root.from}
                root={root}
                value={placeOf(root)}
                onChange={(value) => setPlaces((before) => ({ ...before, [root.from]: value }))}
              />
            ))}
          </ul>
        </fieldset>
      )}
      {!take.data && (
        <div className="formacts">
          <Button type="submit" busy={busy} disabled={named === ""}>
            {seen ? "Take in" : "Look into it"}
          </Button>
        </div>
      )}
      {take.data && <p role="status">{takenWords(take.data)}</p>}
    </form>
  );
}
