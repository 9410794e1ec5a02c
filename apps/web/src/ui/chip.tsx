import type { ReactNode } from "react";
import type { Tone } from "./words.ts";

/** A state in one or two words. */
export function Chip({ tone = "quiet", busy = false, children }: { tone?: Tone; busy?: boolean; children: ReactNode }) {
  return (
    <span className={`chip ${tone}`}>
      {busy && <i className="spin" />}
      {children}
    </span>
  );
}
