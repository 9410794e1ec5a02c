/** One or two moments at which the true time of a camera is known, and what follows from them before it is saved. */
import {
  type CameraView,
  type ClockChange,
  ClockRequest,
  clockText,
  localMomentText,
  type PopulationId,
} from "@landfall/protocol";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { clockPreviewQuery } from "../../api/population-queries.ts";
import { station } from "../../api/station.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { readMoment, readRangeEnd, writeMoment } from "./camera-words.ts";

interface Draft {
  readonly points: readonly { readonly shown: string; readonly actual: string }[];
  readonly from: string;
  readonly to: string;
  readonly folder: string;
}

const momentHint = "Write a time such as 2024-07-15 10:00:03.";
const emptyPoint = { shown: "", actual: "" };

const draftOf = ({ camera, gps, track }: CameraView): Draft => ({
  points: (gps ?? track)?.points.map(({ shown, actual }) => ({
    shown: writeMoment(shown),
    actual: writeMoment(actual),
  })) ?? [emptyPoint],
  from: "",
  to: "",
  folder: camera.folder ?? "",
});

/** What is written, as the station takes it, and what is wrong with it as a whole; neither while something is missing. */
function readDraft(
  { points, from, to, folder }: Draft,
  { camera }: CameraView,
): { readonly body?: ClockRequest; readonly wrong?: string } {
  const parsed = ClockRequest.safeParse({
    camera: { ...camera, folder: camera.serial === null ? folder : null },
    from: readRangeEnd(from),
    to: readRangeEnd(to),
    points: points.map(({ shown, actual }) => ({ shown: readMoment(shown), actual: readMoment(actual) })),
  });
  if (parsed.success) return { body: parsed.data };
  const whole = parsed.error.issues.find(({ code, path }) => code === "custom" && path.length === 1)?.message;
  return whole === undefined ? {} : { wrong: `${whole.charAt(0).toUpperCase()}${whole.slice(1)}.` };
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly wrong: string | undefined;
  readonly onChange: (value: string) => void;
}

function Field({ label, value, placeholder, wrong, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className="formfield">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        value={value}
        placeholder={placeholder}
        autoComplete="off"
        aria-invalid={wrong !== undefined || undefined}
        aria-describedby={wrong ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong && (
        <small className="wrong" id={`${id}-hint`}>
          {wrong}
        </small>
      )}
    </div>
  );
}

function Preview({ id, body }: { id: PopulationId; body: ClockRequest }) {
  const { data, error } = useQuery(clockPreviewQuery(id, body));
  if (error) return <ErrorNote error={error} />;
  if (!data) return <p className="quiet">Looking at the photographs…</p>;
  const apart = data.apart > 0 && (
    <p className="note">
      {count(data.apart, "photograph")} of this camera {data.apart === 1 ? "stays" : "stay"} as{" "}
      {data.apart === 1 ? "it is" : "they are"}: many years from the moment that the clock showed. From and To say which
      dates the correction holds for.
    </p>
  );
  if (data.images === 0)
    return (
      <>
        <p className="note">
          No scanned photograph of this camera is from these dates, by its clock: none will be corrected.
        </p>
        {apart}
      </>
    );
  return (
    <div className="clockpreview" role="status">
      <p>
        The clock was {clockText(body.points)}. <b>{count(data.images, "photograph")}</b> will be corrected,{" "}
        {formatNumber(data.otherDay)} of them to another day.
      </p>
      <ul className="files">
        {data.examples.map(({ fileName, shown, actual }) => (
          <li key={shown + fileName}>
            {fileName}: {localMomentText(shown)} → {localMomentText(actual)}
          </li>
        ))}
      </ul>
      {apart}
    </div>
  );
}

interface ClockFormProps {
  readonly id: PopulationId;
  readonly view: CameraView;
  readonly onDone: (change: ClockChange) => void;
  readonly onCancel: () => void;
}

export function ClockForm({ id, view, onDone, onCancel }: ClockFormProps) {
  const [draft, setDraft] = useState(() => draftOf(view));
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const { body, wrong } = readDraft(draft, view);
  const shownBody = useDeferredValue(body);
  const save = useMutation({
    mutationFn: (request: ClockRequest) => station.setClock({ params: { id }, body: request }),
    onSuccess: onDone,
  });
  const setPoint = (at: number, to: Partial<Draft["points"][number]>) =>
    setDraft({ ...draft, points: draft.points.map((point, index) => (index === at ? { ...point, ...to } : point)) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (body && !save.isPending) save.mutate(body);
  };
  const wrongMoment = (text: string) =>
    (isTried || text.trim().length >= 16) && readMoment(text) === undefined ? momentHint : undefined;
  const wrongEnd = (text: string) =>
    isTried && readRangeEnd(text) === undefined ? "Write a day or a time." : undefined;
  const [first, second] = draft.points;
  return (
    <form ref={form} className="clockform" onSubmit={submit} aria-label="Correct the clock">
      <p className="quiet">
        A photograph of a watch, of a phone or of a GPS screen tells both: the time that the camera wrote into it, and
        the time that is seen on it.
      </p>
      {draft.points.map((point, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place
        <fieldset className="formgrid" key={at}>
          <legend className="sr">{at === 0 ? "First moment" : "Second moment"}</legend>
          <Field
            label={at === 0 ? "The camera showed" : "Later it showed"}
            value={point.shown}
            placeholder={view.firstAt ? writeMoment(view.firstAt.slice(0, 19)) : "2024-07-15 10:00:03"}
            wrong={wrongMoment(point.shown)}
            onChange={(shown) => setPoint(at, { shown })}
          />
          <Field
            label="The true local time was"
            value={point.actual}
            placeholder="2024-07-15 13:02:00"
            wrong={wrongMoment(point.actual)}
            onChange={(actual) => setPoint(at, { actual })}
          />
        </fieldset>
      ))}
      <div className="formgrid">
        <Field
          label="From (as the camera showed)"
          value={draft.from}
          placeholder="the first photograph"
          wrong={wrongEnd(draft.from)}
          onChange={(from) => setDraft({ ...draft, from })}
        />
        <Field
          label="To (as the camera showed)"
          value={draft.to}
          placeholder="the last photograph"
          wrong={wrongEnd(draft.to)}
          onChange={(to) => setDraft({ ...draft, to })}
        />
        {view.camera.serial === null && (
          <Field
            label="In folder"
            value={draft.folder}
            placeholder={view.camera.folder ?? ""}
            wrong={undefined}
            onChange={(folder) => setDraft({ ...draft, folder })}
          />
        )}
      </div>
      {wrong && (
        <p className="note" role="status">
          {wrong}
        </p>
      )}
      {shownBody && <Preview id={id} body={shownBody} />}
      {save.error && <ErrorNote error={save.error} />}
      <div className="formacts">
        {second ? (
          <Button onClick={() => setDraft({ ...draft, points: [first ?? emptyPoint] })}>It does not drift</Button>
        ) : (
          <Button onClick={() => setDraft({ ...draft, points: [...draft.points, emptyPoint] })}>
            It drifts: add a second moment
          </Button>
        )}
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" busy={save.isPending}>
          Correct the clock
        </Button>
      </div>
    </form>
  );
}
