/** The cameras of a population and their clocks: a wrong one is set right after the fact, in one place for the whole season. */
import type { CameraPersonChange, CameraView, ClockChange, PopulationId } from "@landfall/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import { camerasQuery, peopleQuery } from "../../api/population-queries.ts";
import { announce } from "../../live/announce.ts";
import { usePopulations } from "../../live/use-snapshot.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { InParts } from "../../ui/parts.tsx";
import { Neighbours } from "../../ui/population-links.tsx";
import { RegroupedList } from "../../ui/regrouped-list.tsx";
import { useParts } from "../../ui/use-parts.ts";
import { CameraCard } from "./camera-card.tsx";
import { cameraName } from "./camera-words.ts";
import "./cameras.css";

/** What was done, and which scans are grouped again for it. */
interface Done {
  readonly text: string;
  readonly regrouped: ClockChange["regrouped"];
}

const ofClock = ({ effect, regrouped }: ClockChange): Done => ({
  text: `${count(effect.images, "photograph")} ${effect.images === 1 ? "has" : "have"} another time now, ${formatNumber(effect.otherDay)} another day.`,
  regrouped,
});

const ofPerson = ({ images, regrouped }: CameraPersonChange): Done => ({
  text: `Saved for ${count(images, "photograph")} of this camera, and for later scans.`,
  regrouped,
});

function Changed({ text, regrouped }: Done) {
  return (
    <div className="note info" role="status">
      <p>{text}</p>
      <RegroupedList regrouped={regrouped} />
    </div>
  );
}

const noCameras: readonly CameraView[] = [];

/** What a camera is found by: its name, its serial number or folder, and whose its photographs are. */
const textOf = ({ camera, people }: CameraView): string =>
  [cameraName(camera), camera.serial ?? camera.folder, ...people.map(({ person }) => person)].join(" ");

export function CamerasPage({ id }: { id: PopulationId }) {
  const client = useQueryClient();
  const population = usePopulations().find((each) => each.id === id);
  const { data, error } = useQuery(camerasQuery(id));
  const people = useQuery(peopleQuery(id)).data?.people.map(({ name }) => name) ?? [];
  const peopleId = useId();
  const parts = useParts(data?.items ?? noCameras, textOf);
  const [changed, setChanged] = useState<Done>();
  const onChanged = (change: ClockChange) => {
    setChanged(ofClock(change));
    announce(`${count(change.effect.images, "photograph")} corrected.`);
    void client.invalidateQueries({ queryKey: ["cameras", id] });
    void client.invalidateQueries({ queryKey: ["clockPreview", id] });
  };
  const onPerson = (change: CameraPersonChange) => {
    setChanged(ofPerson(change));
    announce(ofPerson(change).text);
    void client.invalidateQueries({ queryKey: ["cameras", id] });
    void client.invalidateQueries({ queryKey: ["people", id] });
  };
  return (
    <>
      <PageHead
        title="Cameras and clocks"
        lede={`A clock that was wrong is set right here, for every photograph${population ? ` of ${population.name}` : ""} that it dated; and whose a camera's photographs are is said once, for later seasons too. Files are never changed.`}
      />
      {changed && <Changed {...changed} />}
      {error ? (
        <ErrorNote error={error} />
      ) : !data ? (
        <p className="quiet">Reading the cameras…</p>
      ) : data.items.length === 0 ? (
        <EmptyState
          title="No camera yet"
          text="Scan a folder first: each photograph says which camera took it, and what its clock showed."
        >
          <Link className="btn primary" to="/folders">
            Scan a folder
          </Link>
        </EmptyState>
      ) : (
        <InParts of={parts} noun="camera">
          <datalist id={peopleId}>
            {people.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <div className="cameras">
            {parts.shown.map((view) => (
              <CameraCard
                key={JSON.stringify(view.camera)}
                id={id}
                view={view}
                people={peopleId}
                onChanged={onChanged}
                onPerson={onPerson}
              />
            ))}
          </div>
        </InParts>
      )}
      <Neighbours id={id} of="cameras" />
    </>
  );
}
