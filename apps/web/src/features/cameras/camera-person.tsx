/** Whose photographs a camera's are: said once, for this season and the next. */
import {
  type Camera,
  type CameraPersonChange,
  CameraPersonRequest,
  type CameraView,
  type PopulationId,
} from "@landfall/protocol";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import { station } from "../../api/station.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";

interface CameraPersonProps {
  readonly id: PopulationId;
  readonly view: CameraView;
  /** The id of the `datalist` of names to choose from. */
  readonly people: string;
  readonly onChanged: (change: CameraPersonChange) => void;
}

const keyOf = (camera: Camera): string => JSON.stringify(camera);

/** Of folders of its root, which the command line may name. */
function Others({ id, view, onChanged }: Omit<CameraPersonProps, "people">) {
  const forget = useMutation({
    mutationFn: (camera: Camera) =>
      station.setCameraPerson({ params: { id }, body: { camera, person: null, isFirst: false } }),
    onSuccess: onChanged,
  });
  const others = view.people.filter(({ camera }) => keyOf(camera) !== keyOf(view.camera));
  return (
    <>
      {others.map(({ camera, person, isFirst }) => (
        <p key={keyOf(camera)} className="ofperson">
          <span className="breakable">
            <b>{person}</b> <span className="quiet">in {camera.folder}</span>
            {isFirst && <span className="quiet">, whatever its files say</span>}
          </span>
          <Button busy={forget.isPending} onClick={() => forget.mutate(camera)}>
            Take back<span className="sr"> {person}</span>
          </Button>
        </p>
      ))}
      {forget.error && <ErrorNote error={forget.error} />}
    </>
  );
}

export function CameraPerson(props: CameraPersonProps) {
  const { id, view, people, onChanged } = props;
  const field = useId();
  const input = useRef<HTMLInputElement>(null);
  const said = view.people.find(({ camera }) => keyOf(camera) === keyOf(view.camera));
  const [draft, setDraft] = useState<{ readonly person: string; readonly isFirst: boolean }>();
  const { person, isFirst } = draft ?? { person: said?.person ?? "", isFirst: said?.isFirst ?? false };
  const request = CameraPersonRequest.safeParse({
    camera: view.camera,
    person: person.trim() || null,
    isFirst: person.trim() !== "" && isFirst,
  });
  const isOther =
    (request.data?.person ?? null) !== (said?.person ?? null) ||
    (request.data?.isFirst ?? false) !== (said?.isFirst ?? false);
  const save = useMutation({
    mutationFn: (body: CameraPersonRequest) => station.setCameraPerson({ params: { id }, body }),
    onSuccess: (change) => {
      setDraft(undefined);
      onChanged(change);
      // The button that was pressed goes.
      input.current?.focus();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (request.data && isOther && !save.isPending) save.mutate(request.data);
  };
  return (
    <>
      <form className="cameraperson" onSubmit={submit}>
        <div className="formfield">
          <label htmlFor={field}>Its photographs are by</label>
          <input
            id={field}
            ref={input}
            className="input"
            list={people}
            value={person}
            placeholder="Nobody in particular"
            autoComplete="off"
            aria-invalid={!request.success || undefined}
            aria-describedby={request.success ? undefined : `${field}-wrong`}
            onChange={(event) => setDraft({ person: event.target.value, isFirst })}
          />
          {!request.success && (
            <small className="wrong" id={`${field}-wrong`}>
              One person's name, without | ; + or &amp;, of at most 200 letters.
            </small>
          )}
        </div>
        {person.trim() !== "" && (
          <label className="check">
            <input type="checkbox" checked={isFirst} onChange={() => setDraft({ person, isFirst: !isFirst })} />
            Also where a file or its folder names somebody else
          </label>
        )}
        {(isOther || save.isPending) && (
          <Button type="submit" busy={save.isPending || !request.success}>
            Save
          </Button>
        )}
      </form>
      {save.error && <ErrorNote error={save.error} />}
      <Others id={id} view={view} onChanged={onChanged} />
    </>
  );
}
