/** Which encounter of the list has the focus, and where the focus goes when encounters come, go and change places. */
import type { EncounterRow } from "@landfall/protocol";
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";

interface StreamList {
  readonly list: RefObject<HTMLElement | null>;
  readonly total: number;
  readonly at: (index: number) => EncounterRow | undefined;
  readonly scrollTo: (index: number) => void;
}

/** What the windows above the list ask of it. */
export interface StreamFocus {
  /** Back to what a window was opened from; where that is gone, to the encounter in its place. */
  readonly giveBack: () => void;
  /** To this encounter, wherever in the list it comes to stand. */
  readonly follow: (id: EncounterRow["id"]) => void;
}

export const elementAt = (list: HTMLElement | null, index: number): HTMLElement | null =>
  list?.querySelector<HTMLElement>(`[data-encounter][data-index="${index}"]`) ?? null;

export function useStreamFocus({ list, total, at, scrollTo }: StreamList) {
  const [active, setActive] = useState(0);
  /** The row that is to have the focus; keys may come faster than rows are drawn. */
  const wanted = useRef(0);
  const isOwed = useRef(false);
  const followed = useRef<EncounterRow["id"]>(undefined);
  const opener = useRef<Element>(null);
  const held = useRef<Element>(null);

  const payFocus = useCallback(() => {
    const row = isOwed.current ? elementAt(list.current, wanted.current) : null;
    if (!row) return;
    isOwed.current = false;
    row.focus({ preventScroll: true });
  }, [list]);
  const focusRow = (index: number) => {
    wanted.current = index;
    isOwed.current = true;
    setActive(index);
    scrollTo(index);
    payFocus();
  };
  // A row that was out of sight is drawn after the scroll.
  useLayoutEffect(payFocus);

  /** Where the followed encounter stands among those that have been read. */
  const placeOfFollowed = () => {
    for (let index = 0; followed.current !== undefined && index < total; index++)
      if (at(index)?.id === followed.current) return index;
    return undefined;
  };
  useLayoutEffect(() => {
    if (isOwed.current || total === 0) return;
    const place = placeOfFollowed();
    if (place !== undefined && !elementAt(list.current, place)?.contains(document.activeElement))
      return focusRow(place);
    const now = document.activeElement;
    const row = list.current?.contains(now) ? now?.closest<HTMLElement>("[data-encounter]") : undefined;
    if (row) {
      // Others left the list or came into it: the keys act on the encounter that is seen to have the focus.
      wanted.current = Number(row.dataset.index);
      if (wanted.current !== active) setActive(wanted.current);
    } else if (held.current && !held.current.isConnected && now === document.body) {
      // Judged encounters leave a filtered list: what takes their place takes the focus that would be lost with them.
      focusRow(Math.min(active, total - 1));
    } else held.current = null;
  });

  return {
    active,
    focusRow,
    next: () => focusRow(Math.max(Math.min(wanted.current + 1, total - 1), 0)),
    previous: () => focusRow(Math.max(wanted.current - 1, 0)),
    /** The focus came to a row or to something in it. */
    noteFocus: (target: Element, index: number) => {
      held.current = target;
      wanted.current = index;
      if (at(index)?.id !== followed.current) followed.current = undefined;
      if (index !== active) setActive(index);
    },
    /** A window is about to be opened. */
    noteOpener: () => {
      opener.current = document.activeElement;
      followed.current = undefined;
    },
    giveBack: () => {
      const place = placeOfFollowed();
      if (place === undefined && opener.current instanceof HTMLElement && list.current?.contains(opener.current))
        opener.current.focus({ preventScroll: true });
      else if (total > 0) focusRow(place ?? Math.min(active, total - 1));
    },
    follow: (id: EncounterRow["id"]) => {
      followed.current = id;
      const place = placeOfFollowed();
      if (place !== undefined) focusRow(place);
    },
  };
}
