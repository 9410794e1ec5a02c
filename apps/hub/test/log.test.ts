import { afterEach, describe, expect, it, vi } from "vitest";
import { openLog } from "../src/log.ts";
import { toHubError } from "../src/trouble.ts";
import { onceAMinute } from "../src/trouble-log.ts";

describe("the log", () => {
  afterEach(() => void vi.restoreAllMocks());
  const written = (write: () => void): string => {
    const lines: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
    write();
    return lines.join("");
  };

  it("holds no key, no signature and no cookie, wherever in an error they are", () => {
    const cause = new Error("PUT https://hub/blobs/x?sv=1&sig=CANARY1 failed");
    const error = Object.assign(new Error("authorization: Bearer CANARY2", { cause }), { code: "ECONNRESET" });
    const text = written(() =>
      openLog("info").warn({ err: error, header: "lfk_CANARY3", sas: "sig=CANARY5%3D&sv=1" }, "cookie: CANARY4"),
    );
    expect(text).toContain("ECONNRESET");
    expect(text).not.toContain("CANARY");
  });

  it("is quiet about what is in order unless it is asked", () => {
    expect(written(() => openLog("warn").info("all is well"))).toBe("");
    expect(written(() => openLog("silent").error("nobody listens"))).toBe("");
  });

  it("says trouble of the hub's own ends once a minute, with how often it came, and everything else each time", () => {
    let nowMs = 0;
    const text = written(() => {
      const log = onceAMinute(openLog("warn"), "/srv/landfall/hub", () => nowMs);
      const full = () => Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
      for (nowMs = 0; nowMs < 60_000; nowMs += 500) log.error({ err: full() }, "the queue does not answer");
      log.error({ err: toHubError(full()) }, "a request failed");
      log.error({ err: full() }, "the queue does not answer");
      for (let at = 0; at < 2; at++) log.error({ err: new Error("a mistake of ours") }, "a request failed");
      log.warn({ folder: "x" }, "no error at all");
    });
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const full = expect.stringMatching(/^the disk of \/srv\/landfall\/hub is full: /);
    expect(lines).toMatchObject([
      { msg: full, what: "the queue does not answer" },
      { msg: full, what: "a request failed", repeated: 119 },
      { msg: "a request failed" },
      { msg: "a request failed" },
      { msg: "no error at all" },
    ]);
  });
});
