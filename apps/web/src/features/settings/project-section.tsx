/** The project as one file, for another machine; and such a file, where this station has no project yet. */
import { type ImportedProject, stationApiPrefix } from "@landfall/protocol";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { station } from "../../api/station.ts";
import { usePopulations } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";
import { Section } from "./section.tsx";

function takenWords({ manifests, encounters, images, roots }: ImportedProject): string {
  const away = roots.filter(({ isThere }) => !isThere).map(({ path }) => path);
  const taken = `${count(manifests, "manifest")}, ${count(encounters, "encounter")} and ${count(images, "image")} taken in.`;
  return away.length === 0 ? taken : `${taken} Not there now: ${away.join(", ")}. Scan again when the drives are here.`;
}

function TakeIn({ error, taken, busy, onFile }: TakeInProps) {
  const id = useId();
  const [file, setFile] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file.trim() !== "" && !busy) onFile(file.trim());
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
        aria-invalid={error ? true : undefined}
        onChange={(event) => setFile(event.target.value)}
      />
      <small className="quiet">The file's path on this machine. All of it is taken in, or nothing.</small>
      <div className="formacts">
        <Button type="submit" busy={busy} disabled={file.trim() === ""}>
          Take in
        </Button>
      </div>
      {taken && <p role="status">{takenWords(taken)}</p>}
    </form>
  );
}

interface TakeInProps {
  readonly error: unknown;
  readonly taken: ImportedProject | undefined;
  readonly busy: boolean;
  readonly onFile: (file: string) => void;
}

export function ProjectSection() {
  const isEmpty = usePopulations().every(({ manifests }) => manifests.length === 0);
  const take = useMutation({
    mutationFn: (file: string) => station.importProject({ body: { file, roots: [] } }),
  });
  return (
    <Section
      title="Project"
      text="All that was scanned and decided as one file, to go on with on another machine: rules, names, clocks, columns, encounters and who approved them. The photographs themselves are not in it, and no key."
      error={take.error}
    >
      <div className="formacts">
        <a className="btn" href={`${stationApiPrefix}/project.landfall`} download>
          Save the project
        </a>
      </div>
      {(isEmpty || take.data) && (
        <TakeIn error={take.error} taken={take.data} busy={take.isPending} onFile={(file) => take.mutate(file)} />
      )}
    </Section>
  );
}
