/** Every individual that the names speak of, however many; only what is in sight is in the page. */
import { foldText, type IndividualView } from "@landfall/protocol";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useId, useMemo, useRef, useState } from "react";
import { Chip } from "../../ui/chip.tsx";
import { count } from "../../ui/format.ts";

const stateWords = { new: "With the next sync", found: "On the hub", created: "Created on the hub", failed: "Failed" };
const linePx = 39;
/** Fewer are found by eye. */
const findFrom = 20;

export function IndividualList({ individuals }: { individuals: readonly IndividualView[] }) {
  const id = useId();
  const [query, setQuery] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const found = useMemo(() => {
    const text = foldText(query.trim());
    return individuals.filter(({ name }) => foldText(name).includes(text));
  }, [individuals, query]);
  const top = list.current?.offsetTop ?? 0;
  const virtualizer = useWindowVirtualizer({
    count: found.length,
    estimateSize: () => linePx,
    overscan: 10,
    scrollMargin: top,
    getItemKey: (index) => found[index]?.name ?? index,
  });
  if (individuals.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <div className="sectionhead">
        <h2 id={id}>{count(individuals.length, "individual")}</h2>
        {individuals.length >= findFrom && (
          <input
            className="input"
            type="search"
            aria-label="Find an individual"
            placeholder="Find"
            value={query}
            onChange={({ target }) => setQuery(target.value)}
          />
        )}
      </div>
      {found.length === 0 && <p className="quiet">No individual has this in its name.</p>}
      <ul className="lines individuallist" ref={list} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const individual = found[index];
          if (!individual) return null;
          const { name, state, reason, encounters } = individual;
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={found.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <span>
                <b className="breakable">{name}</b>{" "}
                <span className="quiet">
                  {count(encounters, "encounter")}
                  {reason !== null && ` · ${reason}`}
                </span>
              </span>
              <Chip tone={state === "failed" ? "bad" : "quiet"}>{stateWords[state]}</Chip>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
