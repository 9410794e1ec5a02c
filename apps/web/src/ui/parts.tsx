/** Over a list in parts: a field that finds, which part is shown of how many, and the way to the others. */
import { type ReactNode, useRef } from "react";
import { Button } from "./button.tsx";
import { count, formatNumber } from "./format.ts";
import { hasParts, type Parts } from "./use-parts.ts";
import "./styles/parts.css";

interface PartsProps {
  readonly of: Parts<unknown>;
  /** Of one, in small letters. */
  readonly noun: string;
  readonly children: ReactNode;
}

function shownText({ shown, first, found, total, query }: Parts<unknown>, noun: string): string {
  if (found === 0) return `None of ${count(total, noun)} has “${query.trim()}” in it.`;
  const range = `${formatNumber(first + 1)}–${formatNumber(first + shown.length)} of ${formatNumber(found)}`;
  return found === total ? `${range} ${noun}s` : `${range} found, of ${count(total, noun)}`;
}

/** The list alone where one part holds it. */
export function InParts({ of, noun, children }: PartsProps) {
  const top = useRef<HTMLDivElement>(null);
  if (!hasParts(of)) return children;
  const isFirst = of.first === 0;
  const isLast = of.first + of.shown.length >= of.found;
  const turn = (by: 1 | -1) => {
    of.turn(by);
    top.current?.scrollIntoView();
  };
  return (
    <div className="inparts" ref={top}>
      <search className="parts">
        <input
          className="input"
          type="search"
          aria-label={`Find a ${noun}`}
          placeholder={`Find a ${noun}`}
          value={of.query}
          onChange={({ target }) => of.find(target.value)}
          onKeyDown={(event) => {
            // In a form it would save what is not done yet.
            if (event.key === "Enter") event.preventDefault();
          }}
        />
        <span className="quiet" role="status">
          {shownText(of, noun)}
        </span>
        <span className="partacts">
          <Button busy={isFirst} onClick={() => turn(-1)}>
            Previous
          </Button>
          <Button busy={isLast} onClick={() => turn(1)}>
            Next
          </Button>
        </span>
      </search>
      {children}
    </div>
  );
}
