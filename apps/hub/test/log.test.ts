import { afterEach, describe, expect, it, vi } from "vitest";
import { openLog } from "../src/log.ts";

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
});
