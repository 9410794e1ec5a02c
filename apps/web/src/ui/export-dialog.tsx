/** Records of encounters and images for others: which, in which form, and how exactly places are told. */
import {
  LocationPrecision,
  locationPrecisionWords,
  type ManifestId,
  type PopulationCard,
  type PopulationId,
  RecordsFormat,
  RecordsStatus,
  type RecordsSummary,
  recordsFileWords,
  recordsFormatWords,
  stationApiPrefix,
  Years,
} from "@landfall/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { type RecordsAsked, type RecordsOf, recordsQuery } from "../api/queries.ts";
import { station } from "../api/station.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { ErrorNote } from "./error-note.tsx";
import { count } from "./format.ts";
import { encounterTitle } from "./words.ts";
import "./styles/export.css";

interface ExportProps {
  /** One at least. */
  readonly populations: readonly PopulationCard[];
  /** Only of this manifest, which is of the first population. */
  readonly manifest?: ManifestId;
}

const statusWords: Readonly<Record<RecordsStatus, string>> = {
  approved: "Approved",
  synced: "Approved, and wholly on the hub",
  all: "All but denied ones",
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const fileUrl = (of: RecordsOf, { format, ...query }: RecordsAsked): string => {
  const owner = "manifest" in of ? `manifests/${of.manifest}` : `populations/${of.population}`;
  return `${stationApiPrefix}/${owner}/records/${format}?${new URLSearchParams(query)}`;
};

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly values: readonly T[];
  readonly words: (value: T) => string;
  readonly onChoose: (value: T) => void;
  readonly hint?: ReactNode;
}

function Choice<T extends string>({ label, value, values, words, onChoose, hint }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className="formfield">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" value={value} onChange={({ target }) => onChoose(target.value as T)}>
        {values.map((each) => (
          <option key={each} value={each}>
            {words(each)}
          </option>
        ))}
      </select>
      {hint && <small className="quiet">{hint}</small>}
    </div>
  );
}

function Places({ population }: { population: PopulationCard }) {
  const client = useQueryClient();
  const set = useMutation({
    mutationFn: (locationPrecision: LocationPrecision) =>
      station.setLocationPrecision({ params: { id: population.id }, body: { locationPrecision } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["records"] }),
  });
  const shown = set.isPending ? set.variables : population.locationPrecision;
  return (
    <>
      <Choice
        label={`Places of ${population.name}`}
        value={shown}
        values={LocationPrecision.options}
        words={(each) => capital(locationPrecisionWords[each])}
        onChoose={(each) => set.mutate(each)}
        hint={
          shown === "exact"
            ? "Kept for this population. Anything else also leaves out localities, remarks, paths and file names."
            : "Localities, remarks, paths and file names are left out too: they give the place away."
        }
      />
      {set.error && <ErrorNote error={set.error} />}
    </>
  );
}

/** `15 Jul 2024 · Haro Strait · B. Wood` of the first few, and `and 4 more`. */
function namesOf({ encounters, first }: RecordsSummary["notExported"][number]): string[] {
  const more = encounters - first.length;
  const names = new Set(
    first.map((values) => [encounterTitle(values), values.recordedBy].filter((part) => part !== null).join(" · ")),
  );
  return [...names, ...(first.length > 0 && more > 0 ? [`and ${more} more`] : [])];
}

/** What the file will hold, and the file. */
function Amount({ of, asked }: { of: RecordsOf; asked: RecordsAsked }) {
  const { data, error } = useQuery(recordsQuery(of, asked));
  if (error) return <ErrorNote error={error} />;
  if (!data) return <p className="quiet">Counting…</p>;
  const { encounters, images, withheld, notExported } = data;
  return (
    <>
      <div role="status">
        <p>
          <b>{count(encounters, "encounter")}</b> and <b>{count(images, "image")}</b>
          {withheld > 0 && <> · {count(withheld, "image")} left out by a person</>}
        </p>
        {notExported.length > 0 && (
          <ul className="exportleft">
            {notExported.map((each) => (
              <li key={each.reason}>
                {[
                  ...(each.encounters > 0 ? [count(each.encounters, "encounter")] : []),
                  ...(each.images > 0 ? [count(each.images, "image")] : []),
                ].join(" and ")}{" "}
                {each.encounters + each.images === 1 ? "is" : "are"} not exported:{" "}
                <span className="quiet">{each.reason}</span>
                {namesOf(each).map((name) => (
                  <small key={name}>{name}</small>
                ))}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="formacts">
        {encounters > 0 ? (
          <a className="btn primary" href={fileUrl(of, asked)} download>
            Download
          </a>
        ) : (
          <p className="note">Nothing to export. Approve encounters first, or choose other ones above.</p>
        )}
      </div>
    </>
  );
}

function ExportForm({ populations, manifest }: ExportProps) {
  const yearsId = useId();
  const [chosen, setChosen] = useState<PopulationId | undefined>(populations[0]?.id);
  const [format, setFormat] = useState<RecordsFormat>("csv");
  const [status, setStatus] = useState<RecordsStatus>("approved");
  const [years, setYears] = useState("");
  const population = populations.find(({ id }) => id === chosen) ?? populations[0];
  if (!population) return null;
  const said = years.replace(/\s/g, "").replace("–", "-");
  const isRight = said === "" || Years.safeParse(said).success;
  const of: RecordsOf = manifest ? { manifest } : { population: population.id };
  return (
    <div className="exportform">
      {populations.length > 1 && (
        <Choice
          label="Population"
          value={population.id}
          values={populations.map(({ id }) => id)}
          words={(id) => populations.find((each) => each.id === id)?.name ?? ""}
          onChoose={setChosen}
        />
      )}
      <Choice
        label="Form"
        value={format}
        values={RecordsFormat.options}
        words={(each) => recordsFormatWords[each]}
        onChoose={setFormat}
        hint={`The file is ${recordsFileWords[format]}.`}
      />
      <Choice
        label="Encounters"
        value={status}
        values={RecordsStatus.options}
        words={(each) => statusWords[each]}
        onChoose={setStatus}
      />
      <div className="formfield">
        <label htmlFor={yearsId}>Years</label>
        <input
          id={yearsId}
          className="input"
          value={years}
          placeholder="All, or 2019-2024"
          aria-invalid={!isRight || undefined}
          aria-describedby={isRight ? undefined : `${yearsId}-wrong`}
          onChange={({ target }) => setYears(target.value)}
          autoComplete="off"
        />
        {!isRight && <small id={`${yearsId}-wrong`}>Write a year such as 2024, or years such as 2019-2024.</small>}
      </div>
      <Places population={population} />
      {isRight && <Amount of={of} asked={{ format, status, ...(said !== "" && { years: said }) }} />}
    </div>
  );
}

export function ExportButton(props: ExportProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Export…</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Export records"
        description={`Encounters and images of ${props.manifest ? "this manifest" : "a population"} for others, with Darwin Core names.`}
      >
        <ExportForm {...props} />
      </Dialog>
    </>
  );
}
