/** One photograph, small. Where it cannot be shown, a plain field says so; it never pretends. */
import { type CSSProperties, useEffect, useState } from "react";
import { afterFailure, askAgain, nextTryMs, triesOf } from "./picture-tries.ts";

export type TileLook = "wait" | "fly" | "sent" | "done" | "fail";

interface ThumbnailProps {
  readonly src: string;
  readonly alt: string;
  readonly look?: TileLook;
  /** How much of it has travelled, 0 to 1. */
  readonly sent?: number;
  readonly title?: string | undefined;
  /** The image's state: where it changes, a picture that could not be had is asked for again. */
  readonly state?: string;
  /** What to write where there is no picture. */
  readonly label?: string;
}

export function Thumbnail({ src, alt, look = "done", sent, title, state = "", label }: ThumbnailProps) {
  const of = `${src} ${state}`;
  const [former, setTries] = useState({ of, failures: 0, failed: false });
  const tries = triesOf(former, of);
  const waitMs = nextTryMs(tries);
  useEffect(() => {
    if (waitMs === undefined) return;
    const timer = setTimeout(() => setTries((now) => (now.of === of ? askAgain(now) : now)), waitMs);
    return () => clearTimeout(timer);
  }, [of, waitMs]);
  const style = sent === undefined ? undefined : ({ "--at": `${Math.round(sent * 100)}%` } as CSSProperties);
  const isEmpty = tries.failed;
  return (
    <span className={`tile ${look}${isEmpty ? " empty" : ""}`} style={style} title={title}>
      {isEmpty ? (
        <span className="noimage" role="img" aria-label={`${alt} (cannot be shown here)`}>
          {label && <span aria-hidden="true">{label}</span>}
        </span>
      ) : (
        <img src={src} alt={alt} loading="lazy" decoding="async" onError={() => setTries(afterFailure(tries))} />
      )}
    </span>
  );
}
