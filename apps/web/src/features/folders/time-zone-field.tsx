import { useId } from "react";
import { Button } from "../../ui/button.tsx";

const zones = Intl.supportedValuesOf("timeZone");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface TimeZoneProps {
  readonly value: string;
  /** The population's, which holds where none is chosen. */
  readonly known: string | null;
  /** What is wrong with it, once that is to be said. */
  readonly wrong: string | null;
  readonly onChange: (zone: string) => void;
}

/** Where the cameras' clocks were set, for photographs that state no offset. */
export function TimeZoneField({ value, known, wrong, onChange }: TimeZoneProps) {
  const id = useId();
  return (
    <div className="formfield">
      <label htmlFor={id}>Time zone of the cameras (optional)</label>
      <input
        id={id}
        className="input"
        list={`${id}zones`}
        autoComplete="off"
        placeholder={known ?? "America/Vancouver"}
        value={value}
        aria-invalid={wrong !== null || undefined}
        aria-describedby={wrong === null ? `${id}note` : `${id}wrong ${id}note`}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={`${id}zones`}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      {wrong !== null && (
        <small className="wrong breakable" id={`${id}wrong`} role="alert">
          {wrong}.
        </small>
      )}
      <small className="quiet" id={`${id}note`}>
        For photographs that state none. {known && value === "" && `Left empty, it is ${known}, as the last time. `}
        {value !== here && known !== here && (
          <Button look="link" onClick={() => onChange(here)}>
            Use {here}
          </Button>
        )}
      </small>
    </div>
  );
}
