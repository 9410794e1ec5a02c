/** A row of counts. */
import { formatNumber } from "./format.ts";

/** @param parts the first two are what matters; those behind them step back where they are 0 */
export function Tally({ parts }: { parts: readonly (readonly [count: number, label: string])[] }) {
  return (
    <ul className="tally">
      {parts.map(([value, label], index) => (
        <li key={label} className={index > 1 && value === 0 ? "quiet" : undefined}>
          <b>{formatNumber(value)}</b> {label}
        </li>
      ))}
    </ul>
  );
}
