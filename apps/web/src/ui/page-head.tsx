import { type ReactNode, useEffect } from "react";

/** The page's title, one line about it, and what can be done with all of it. */
export function PageHead({ title, lede, children }: { title: string; lede?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Landfall`;
  }, [title]);
  return (
    <div className="head">
      <div className="headtext">
        <h1>{title}</h1>
        {lede && <p className="lede">{lede}</p>}
      </div>
      {children && <div className="headacts">{children}</div>}
    </div>
  );
}
