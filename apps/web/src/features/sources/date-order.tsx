/** Whether 04/05/2024 is the fourth of May or the fifth of April: asked where the sheet itself does not tell. */
import type { DayMonthOrder } from "@landfall/protocol";
import { useId } from "react";

interface DateOrderProps {
  readonly isAsked: boolean;
  readonly proven: DayMonthOrder | null;
  readonly value: DayMonthOrder | null;
  readonly onChange: (order: DayMonthOrder | null) => void;
}

const words: Record<DayMonthOrder, string> = {
  dayFirst: "4 May: the day comes first",
  monthFirst: "5 April: the month comes first",
};

const proofs: Record<DayMonthOrder, string> = { dayFirst: "the fourth of May", monthFirst: "the fifth of April" };

export function DateOrder({ isAsked, proven, value, onChange }: DateOrderProps) {
  const name = useId();
  if (!isAsked && value === null)
    return (
      proven && <p className="quiet datesproven">04/05/2024 is {proofs[proven]}, as other dates of the sheet show.</p>
    );
  return (
    <fieldset className={isAsked && value === null ? "dateorder asked" : "dateorder"}>
      <legend>What is 04/05/2024 in this sheet?</legend>
      {(["dayFirst", "monthFirst"] as const).map((order) => (
        <label key={order}>
          <input type="radio" name={name} checked={value === order} onChange={() => onChange(order)} />
          <span>{words[order]}</span>
        </label>
      ))}
      {isAsked && value === null && (
        <small className="unsure">Dates that could be either are left out until you say it.</small>
      )}
      {proven !== null && value !== null && proven !== value && (
        <small className="unsure">Other dates of the sheet say: {words[proven]}.</small>
      )}
    </fieldset>
  );
}
