import { useSyncExternalStore } from "react";

// The same width at which the style sheets go to one column.
const narrow = window.matchMedia("(max-width: 860px)");

/** True where the page is one column wide. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      narrow.addEventListener("change", listener);
      return () => narrow.removeEventListener("change", listener);
    },
    () => narrow.matches,
  );
