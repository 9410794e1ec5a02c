/** One photograph, small. Where it cannot be shown, a plain field says so; it never pretends. */
import { type CSSProperties, useState } from "react";

export type TileLook = "wait" | "fly" | "sent" | "done" | "fail";

interface ThumbnailProps {
  readonly src: string;
  readonly alt: string;
  readonly look?: TileLook;
  /** How much of it has travelled, 0 to 1. */
  readonly sent?: number;
  readonly title?: string | undefined;
  /** What to write where there is no picture. */
  readonly label?: string;
}

export function Thumbnail({ src, alt, look = "done", sent, title, label }: ThumbnailProps) {
  const [failed, setFailed] = useState<string>();
  const style = sent === undefined ? undefined : ({ "--at": `${Math.round(sent * 100)}%` } as CSSProperties);
  const isEmpty = failed === src;
  return (
    <span className={`tile ${look}${isEmpty ? " empty" : ""}`} style={style} title={title}>
      {isEmpty ? (
        <span className="noimage" role="img" aria-label={`${alt} (cannot be shown here)`}>
          {label && <span aria-hidden="true">{label}</span>}
        </span>
      ) : (
        <img src={src} alt={alt} loading="lazy" decoding="async" onError={() => setFailed(src)} />
      )}
    </span>
  );
}
