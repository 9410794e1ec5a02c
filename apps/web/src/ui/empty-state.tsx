import type { ReactNode } from "react";

/** What is not there yet, and the step that brings it. */
export function EmptyState({ title, text, children }: { title: string; text: ReactNode; children?: ReactNode }) {
  return (
    <section className="card emptystate">
      <h2>{title}</h2>
      <p className="quiet">{text}</p>
      {children && <div className="emptyacts">{children}</div>}
    </section>
  );
}
