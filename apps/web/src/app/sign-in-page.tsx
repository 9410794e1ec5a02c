/** What a browser sees that the station does not know, and one that finds no station. */
import { type ReactNode, useEffect } from "react";
import { Button } from "../ui/button.tsx";
import { ErrorNote } from "../ui/error-note.tsx";
import { Brand } from "./brand.tsx";

function Alone({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Landfall`;
  }, [title]);
  return (
    <main className="alone">
      <p className="brand">
        <Brand />
      </p>
      <h1>{title}</h1>
      {children}
    </main>
  );
}

export function SignInPage() {
  return (
    <Alone title="This browser is not signed in">
      <p>
        The station keeps your photographs to you: it opens only in browsers that came through its own link.{" "}
        <b>Open the link that the station printed when it started.</b>
      </p>
      <p className="quiet">
        Each link works once. For a new one, run <code>npm run -s landfall -- link</code> on the machine where the
        station runs.
      </p>
      <Button look="primary" onClick={() => window.location.reload()}>
        Try again
      </Button>
    </Alone>
  );
}

export function UnreachablePage({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <Alone title="The station cannot be read">
      <ErrorNote error={error} />
      <Button look="primary" onClick={onRetry}>
        Try again
      </Button>
    </Alone>
  );
}
