/** One of a few, side by side. */
import type { ReactNode } from "react";

export interface Segment<T> {
  readonly value: T;
  readonly label: string;
  /** As a screen reader says it, where the label alone says too little. */
  readonly says?: string;
}

interface SegmentsProps<T> {
  readonly legend: ReactNode;
  readonly name: string;
  readonly options: readonly Segment<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

export function Segments<T extends string | number>({ legend, name, options, value, onChange }: SegmentsProps<T>) {
  return (
    <fieldset className="seg">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            aria-label={option.says}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <span aria-hidden={option.says ? true : undefined}>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
