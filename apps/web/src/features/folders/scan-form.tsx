/** Which folders, whose photographs, and what is known of them beforehand. */
import {
  type AzureCredential,
  isAzureFolder,
  type OfferedSource,
  type ScanJobId,
  timeZoneError,
} from "@landfall/protocol";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { station } from "../../api/station.ts";
import { usePopulations } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { type DraftName, emptyDraft, readDraft } from "../../ui/field-draft.ts";
import { FieldForm } from "../../ui/field-form.tsx";
import { type Folder, FolderPicker } from "../../ui/folder-picker.tsx";
import { count } from "../../ui/format.ts";
import { AddSource } from "../../ui/source-picker.tsx";
import { AzureFolder } from "./azure-folder.tsx";
import { PatternField, readPatterns } from "./pattern-field.tsx";
import { PopulationField } from "./population-field.tsx";
import { TimeZoneField } from "./time-zone-field.tsx";

interface ScanFormProps {
  /** The population to begin with, by name. */
  readonly initial: string | undefined;
  readonly onStarted: (id: ScanJobId) => void;
}

/** Left out where none is chosen: those of the last scan of these folders stay. */
const chosenSources = (sources: readonly OfferedSource[]) => {
  const paths = (wanted: OfferedSource["kind"]) =>
    sources.filter(({ kind }) => kind === wanted).map(({ path }) => path);
  const [sheets, tracks] = [paths("sheet"), paths("track")];
  return { ...(sheets.length > 0 && { sheets }), ...(tracks.length > 0 && { tracks }) };
};

export function ScanForm({ initial, onStarted }: ScanFormProps) {
  const id = useId();
  const populations = usePopulations();
  const [folders, setFolders] = useState<Folder[]>([]);
  const [sources, setSources] = useState<OfferedSource[]>([]);
  const [azure, setAzure] = useState<AzureCredential | null>(null);
  const [population, setPopulation] = useState(initial ?? populations[0]?.name ?? "");
  const [name, setName] = useState("");
  const [timezone, setTimezone] = useState("");
  const [wrongZone, setWrongZone] = useState<string | null>(null);
  const [pattern, setPattern] = useState("");
  const [draft, setDraft] = useState(emptyDraft);
  const [wrong, setWrong] = useState<DraftName[]>([]);
  const { patterns, wrong: wrongPattern } = readPatterns(pattern);
  const scan = useMutation({
    mutationFn: () => {
      const { patch } = readDraft(draft);
      return station.scan({
        body: {
          folders: folders.map(({ path }) => path),
          population: population.trim(),
          ...chosenSources(sources),
          ...(azure && folders.some(({ path }) => isAzureFolder(path)) && { azure }),
          ...(name.trim() && { name: name.trim() }),
          ...(timezone.trim() && { timezone: timezone.trim() }),
          ...(patterns.length > 0 && { patterns }),
          ...(Object.keys(patch).length > 0 && { set: patch }),
        },
      });
    },
    onSuccess: (job) => {
      setAzure(null);
      onStarted(job.id);
    },
  });
  const isReady = folders.length > 0 && population.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = readDraft(draft).wrong;
    setWrong(found);
    const zone = timezone.trim() ? timeZoneError(timezone.trim()) : null;
    setWrongZone(zone);
    if (found.length === 0 && zone === null && wrongPattern === null && isReady && !scan.isPending) scan.mutate();
  };
  return (
    <form className="scanform" onSubmit={submit}>
      <section className="card" aria-labelledby={`${id}where`}>
        <h2 id={`${id}where`}>Where are the photographs?</h2>
        <FolderPicker chosen={folders} onChange={setFolders} />
        <AzureFolder
          onAdd={(folder, credential) => {
            setFolders([...folders.filter(({ path }) => path !== folder.path), folder]);
            if (credential) setAzure(credential);
          }}
        />
        {folders.length > 0 && (
          <ul className="chosen" aria-label="Chosen folders">
            {folders.map((folder) => (
              <li key={folder.path}>
                <span className="mono breakable">{folder.path}</span>
                <Button
                  look="ghost"
                  className="icon"
                  aria-label={`Take ${folder.name} back`}
                  onClick={() => setFolders(folders.filter(({ path }) => path !== folder.path))}
                >
                  <span aria-hidden="true">×</span>
                </Button>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="card" aria-labelledby={`${id}sources`}>
        <h2 id={`${id}sources`}>Is there a sheet of sightings, or a GPS track?</h2>
        <p className="quiet sourcehint">Optional. Those that lie in the folders are offered after the scan.</p>
        <AddSource
          used={new Set(sources.map(({ path }) => path))}
          onAdd={(source) => setSources([...sources, source])}
        />
        {sources.length > 0 && (
          <ul className="chosen" aria-label="Chosen sheets and tracks">
            {sources.map((source) => (
              <li key={source.path}>
                <span className="mono breakable">{source.path}</span>
                <Button
                  look="ghost"
                  className="icon"
                  aria-label={`Take ${source.name} back`}
                  onClick={() => setSources(sources.filter(({ path }) => path !== source.path))}
                >
                  <span aria-hidden="true">×</span>
                </Button>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="card" aria-labelledby={`${id}what`}>
        <h2 id={`${id}what`}>What are they?</h2>
        <div className="formgrid">
          <PopulationField value={population} onChange={setPopulation} />
          <div className="formfield">
            <label htmlFor={`${id}name`}>Name of this scan (optional)</label>
            <input
              id={`${id}name`}
              className="input"
              value={name}
              maxLength={200}
              placeholder="Summer 2024, three drives"
              onChange={(event) => setName(event.target.value)}
            />
          </div>
          <TimeZoneField
            value={timezone}
            known={populations.find((each) => each.name === population.trim())?.timezone ?? null}
            wrong={wrongZone}
            onChange={(zone) => {
              setTimezone(zone);
              setWrongZone(null);
            }}
          />
        </div>
        <PatternField value={pattern} onChange={setPattern} />
        <details className="more">
          <summary>Fill in what the photographs do not say (optional)</summary>
          <FieldForm draft={draft} onChange={setDraft} wrong={wrong} />
          <p className="quiet">Only empty fields are filled. Everything can be changed in Review.</p>
        </details>
        {scan.error && <ErrorNote error={scan.error} />}
        <div className="formacts">
          {!isReady && <span className="quiet">Choose a folder and a population first.</span>}
          {isReady && wrongPattern !== null && <span className="quiet">Correct the pattern first.</span>}
          <Button type="submit" look="primary" disabled={!isReady || wrongPattern !== null} busy={scan.isPending}>
            {scan.isPending ? "Starting…" : folders.length > 1 ? `Scan ${count(folders.length, "folder")}` : "Scan"}
          </Button>
        </div>
      </section>
    </form>
  );
}
