import { useId } from "react";
import { Button } from "../../ui/button.tsx";

const zones = Intl.supportedValuesOf("timeZone");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Where the cameras' clocks were set, for photographs that state no offset. */
export function TimeZoneField({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const id = useId();
  return (
    <div className="formfield">
      <label htmlFor={id}>Time zone of the cameras (optional)</label>
      <input
        id={id}
        className="input"
        list={`${id}zones`}
        autoComplete="off"
        placeholder="America/Vancouver"
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
        For photographs that state none.{" "}
        {value !== here && (
          <Button look="link" onClick={() => onChange(here)}>
            Use {here}
          </Button>
        )}
      </small>
    </div>
  );
}
