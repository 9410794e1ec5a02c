/** A long list in a box that scrolls: read page by page, and only what is in sight is in the page. */
import { type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";
import { usePages } from "../../api/use-pages.ts";
import { ErrorNote } from "../../ui/error-note.tsx";

interface PagedListProps<T> {
  /** The station's page of this number, from 0. */
  // biome-ignore lint/suspicious/noExplicitAny: the key and data of each page's options are the caller's.
  readonly pageQuery: (page: number) => UseQueryOptions<any, Error, any, any>;
  readonly pageSize: number;
  /** About how high an item is before it was measured, in px. */
  readonly itemPx: number;
  readonly className: string;
  readonly label: (total: number) => string;
  /** In place of the list until its first page has come. */
  readonly waiting: ReactNode;
  /** `undefined` until its page has come. */
  readonly children: (item: T | undefined) => ReactNode;
}

export function PagedList<T>(props: PagedListProps<T>) {
  const { pageQuery, pageSize, itemPx, className, label, waiting, children } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const first = useQuery(pageQuery(0));
  const total: number = first.data?.total ?? 0;
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => itemPx,
    overscan: 8,
  });
  const rows = virtualizer.getVirtualItems();
  const items = usePages<T>(pageQuery, pageSize, rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0);
  if (first.error) return <ErrorNote error={first.error} />;
  if (!first.data) return waiting;
  return (
    <section
      className={className}
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      aria-label={label(total)}
    >
      <ul style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, key, start }) => (
          <li
            key={key}
            data-index={index}
            ref={virtualizer.measureElement}
            aria-setsize={total}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start}px)` }}
          >
            {children(items.at(index))}
          </li>
        ))}
      </ul>
    </section>
  );
}
