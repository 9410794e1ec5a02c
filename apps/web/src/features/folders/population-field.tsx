import { useId, useState } from "react";
import { usePopulations } from "../../live/use-snapshot.ts";

const another = "\u0000another";

/** One that is known, or the name of a new one. */
export function PopulationField({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const id = useId();
  const populations = usePopulations();
  const isKnown = populations.some(({ name }) => name === value);
  const [isNew, setIsNew] = useState(!isKnown);
  const showText = isNew || populations.length === 0;
  return (
    <div className="formfield">
      <label htmlFor={id}>Population</label>
      {populations.length > 0 && (
        <select
          id={id}
          className="input"
          value={isNew ? another : value}
          onChange={(event) => {
            const to = event.target.value;
            setIsNew(to === another);
            onChange(to === another ? "" : to);
          }}
        >
          {populations.map(({ id: key, name, onHub }) => (
            <option key={key} value={name}>
              {onHub ? name : `${name} (not on the hub yet)`}
            </option>
          ))}
          <option value={another}>A new one…</option>
        </select>
      )}
      {showText && (
        <input
          id={populations.length > 0 ? `${id}new` : id}
          aria-label={populations.length > 0 ? "Name of the new population" : undefined}
          className="input"
          required
          maxLength={200}
          placeholder="Killer whales, south coast"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {showText && (
        <small className="quiet">A new name stays on this station until the hub has a population of that name.</small>
      )}
    </div>
  );
}
