import { type ReactNode, useId } from "react";
import { ErrorNote } from "../../ui/error-note.tsx";

interface SectionProps {
  readonly title: string;
  readonly text: string;
  /** Of the last change. */
  readonly error: unknown;
  readonly children: ReactNode;
}

/** One subject: what it is about in a sentence, its settings, and what is wrong with the last change. */
export function Section({ title, text, error, children }: SectionProps) {
  const id = useId();
  return (
    <section className="card settings" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className="quiet settingstext">{text}</p>
      {children}
      {error !== null && <ErrorNote error={error} />}
    </section>
  );
}
