/** Trouble of the hub's own ends in its log: what it is and where, said once a minute however many requests and jobs run into it. */
import { systemCode } from "@landfall/protocol";
import type { Log } from "./log.ts";
import { toHubError } from "./trouble.ts";

const againAfterMs = 60_000;

/** A sentence for whoever runs the hub; undefined where it is no trouble of the hub's ends. */
function troubleWords(thrown: unknown, folder: string): string | undefined {
  const { code, detail, cause } = toHubError(thrown);
  if (code === "HUB_UNAVAILABLE") return detail;
  if (code !== "HUB_DISK_FULL") return undefined;
  const until = "until there is room on it nothing can be stored; stations try again by themselves";
  // PostgreSQL's own.
  if (systemCode(cause) === "53100") return `the disk of the database server is full: ${until}`;
  return `the disk of ${folder} is full: ${until}`;
}

interface Said {
  readonly atMs: number;
  /** Not said since. */
  times: number;
}

/**
 * Anything else is logged as it comes.
 * @param folder that the hub keeps everything in
 */
export function onceAMinute(log: Log, folder: string, now: () => number = Date.now): Log {
  const said = new Map<string, Said>();
  const write =
    (level: "warn" | "error") =>
    (fields: unknown, message?: string): void => {
      const thrown = (fields as { err?: unknown } | null)?.err;
      const trouble = thrown === undefined ? undefined : troubleWords(thrown, folder);
      if (trouble === undefined) {
        log[level](fields as object, message);
        return;
      }
      const before = said.get(trouble);
      // A clock that went back would silence it until it is there again.
      if (before && now() >= before.atMs && now() < before.atMs + againAfterMs) {
        before.times += 1;
        return;
      }
      said.set(trouble, { atMs: now(), times: 0 });
      const repeated = before && before.times > 0 ? { repeated: before.times } : {};
      log[level]({ ...(fields as object), ...repeated, what: message }, trouble);
    };
  return { info: log.info.bind(log), warn: write("warn"), error: write("error") } as Log;
}
