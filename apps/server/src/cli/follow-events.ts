/** The station's stream, for a command that waits: every event is a sign of life, samples say how far it is. */
import { setTimeout as wait } from "node:timers/promises";
import { RunProgress, stationApiPrefix } from "@landfall/protocol";

export interface FollowOptions {
  readonly port: number;
  readonly token: string;
  /** Events after this one. */
  readonly after: number;
  readonly onChange: () => void;
  readonly onProgress: (progress: RunProgress) => void;
}

const reopenMs = 1_000;

async function readOnce(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${options.port}${stationApiPrefix}/events?after=${options.after}`, {
    headers: { authorization: `Bearer ${options.token}`, accept: "text/event-stream" },
    signal,
  });
  let waiting = "";
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const messages = (waiting + text).split("\n\n");
    waiting = messages.pop() ?? "";
    for (const message of messages) {
      const name = /^event: (\w+)$/m.exec(message)?.[1];
      const data = /^data: (.*)$/m.exec(message)?.[1];
      if (name === "change") options.onChange();
      if (name === "progress" && data) {
        const progress = RunProgress.safeParse(JSON.parse(data));
        if (progress.success) options.onProgress(progress.data);
      }
    }
  }
}

/** Reads until it is closed; a break only means that less is shown for a while. @returns closes it */
export function followEvents(options: FollowOptions): () => void {
  const closing = new AbortController();
  const { signal } = closing;
  void (async () => {
    while (!signal.aborted) {
      await readOnce(options, signal).catch(() => {});
      await wait(reopenMs, undefined, { signal }).catch(() => {});
    }
  })();
  return () => closing.abort();
}
