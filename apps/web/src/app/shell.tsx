/** What is around every page: the way in, the rail, the status bar, and the voice. */
import { toLandfallError } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { Suspense, useEffect, useRef } from "react";
import { snapshotQuery } from "../api/queries.ts";
import { useAnnouncement } from "../live/announce.ts";
import { useLive } from "../live/use-live.ts";
import { keepFocus } from "./kept-focus.ts";
import { Rail } from "./rail.tsx";
import { SignInPage, UnreachablePage } from "./sign-in-page.tsx";
import { StatusBar } from "./status-bar.tsx";

/**
 * The focus is never lost: a page that was changed to begins at its beginning for keyboards and screen readers too, and
 * what goes away hands the focus on.
 */
function useMainFocus(isShown: boolean) {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const former = useRef(path);
  useEffect(() => {
    if (former.current === path) return;
    former.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);
  useEffect(() => (isShown && main.current ? keepFocus(main.current) : undefined), [isShown]);
  return main;
}

function Voice() {
  return (
    <div className="sr" role="status" aria-live="polite">
      {useAnnouncement()}
    </div>
  );
}

export function Shell() {
  const snapshot = useQuery(snapshotQuery);
  const isReady = snapshot.data !== undefined;
  const isLive = useLive(isReady);
  const code = snapshot.error ? toLandfallError(snapshot.error).code : undefined;
  const main = useMainFocus(isReady && code !== "SIGN_IN_NEEDED");
  if (code === "SIGN_IN_NEEDED") return <SignInPage />;
  if (!snapshot.data)
    return snapshot.error ? (
      <UnreachablePage error={snapshot.error} onRetry={() => void snapshot.refetch()} />
    ) : (
      <p className="opening quiet">Opening the station…</p>
    );
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Rail />
      <div className="page">
        <StatusBar />
        {(!isLive || code) && (
          <p className="lost" role="status">
            No news arrives from the station. What you see may be old; it is asked again by itself, and what you decide
            is compared with what is there first. If the station was stopped, start it with <code>npm start</code>.
          </p>
        )}
        <main id="main" ref={main} tabIndex={-1}>
          <Suspense fallback={<p className="quiet">Opening…</p>}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Voice />
    </div>
  );
}
