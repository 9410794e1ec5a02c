import { useId } from "react";
import { Button } from "../../ui/button.tsx";

const zones = Intl.supportedValuesOf("timeZone");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface TimeZoneProps {
  readonly value: string;
  /** The population's, which holds where none is chosen. */
  readonly known: string | null;
  readonly onChange: (zone: string) => void;
}

/** Where the cameras' clocks were set, for photographs that state no offset. */
export function TimeZoneField({ value, known, onChange }: TimeZoneProps) {
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
        aria-describedby={`${id}note`}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={`${id}zones`}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
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
