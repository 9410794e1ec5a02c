import {
  type CameraPersonChange,
  type CameraView,
  type ClockChange,
  type ClockId,
  clockRangeText,
  clockText,
  evidenceText,
  localMomentText,
  type PopulationId,
  trackClockText,
} from "@landfall/protocol";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { station } from "../../api/station.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count } from "../../ui/format.ts";
import { CameraPerson } from "./camera-person.tsx";
import { cameraName } from "./camera-words.ts";
import { ClockForm } from "./clock-form.tsx";

interface CameraCardProps {
  readonly id: PopulationId;
  readonly view: CameraView;
  /** The id of the `datalist` of names to choose from. */
  readonly people: string;
  readonly onChanged: (change: ClockChange) => void;
  readonly onPerson: (change: CameraPersonChange) => void;
}

/** One body: what its clock showed, whether that was right, and what was corrected. */
export function CameraCard({ id, view, people, onChanged, onPerson }: CameraCardProps) {
  const { camera, images, firstAt, lastAt, gps, track, corrections } = view;
  const [isOpen, setOpen] = useState(false);
  const restore = useMutation({
    mutationFn: (clock: ClockId) => station.removeClock({ params: { id: clock } }),
    onSuccess: onChanged,
  });
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const name = cameraName(camera);
  const isCorrected = corrections.length > 0;
  return (
    <section className="card camera" aria-label={`${name} ${camera.serial ?? camera.folder}`}>
      <header>
        <div>
          <h2>{name}</h2>
          <p className="quiet breakable">
            {camera.serial === null ? camera.folder : `Serial number ${camera.serial}`} · {count(images, "photograph")}
            {firstAt &&
              lastAt &&
              ` · it showed ${localMomentText(firstAt.slice(0, 16))} to ${localMomentText(lastAt.slice(0, 16))}`}
          </p>
        </div>
        <Button
          ref={opener}
          look={(gps || track) && !isCorrected && !isOpen ? "primary" : "plain"}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isCorrected ? "Add a correction" : "Correct the clock"}
        </Button>
      </header>
      {gps && !isCorrected && (
        <p className="note">
          By its GPS ({count(gps.images, "photograph")} compared) the clock was {clockText(gps.points)};{" "}
          {evidenceText(gps.points)}.
        </p>
      )}
      {!gps && track && !isCorrected && <p className="note">{trackClockText(track)}.</p>}
      {isCorrected && (
        <ul className="clocks" aria-label="Corrections">
          {corrections.map((each) => (
            <li key={each.id}>
              <span>
                Its clock was <b>{clockText(each.points)}</b>. Corrected for {clockRangeText(each)}
                {each.camera.folder !== camera.folder && (
                  <>
                    {" "}
                    in <span className="breakable">{each.camera.folder}</span>
                  </>
                )}
                . <span className="quiet">Known from: {evidenceText(each.points)}.</span>
              </span>
              <Button busy={restore.isPending && restore.variables === each.id} onClick={() => restore.mutate(each.id)}>
                Take back
              </Button>
            </li>
          ))}
        </ul>
      )}
      {restore.error && <ErrorNote error={restore.error} />}
      <CameraPerson id={id} view={view} people={people} onChanged={onPerson} />
      {isOpen && (
        <ClockForm
          id={id}
          view={view}
          onCancel={close}
          onDone={(change) => {
            close();
            onChanged(change);
          }}
        />
      )}
    </section>
  );
}
