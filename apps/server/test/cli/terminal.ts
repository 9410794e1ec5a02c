/** What commands say in this process: kept from the terminal of the tests, and read. */
import { afterEach, beforeEach, type MockInstance, vi } from "vitest";

export interface Said {
  /** All of it since the test began, or since it was cleared. */
  readonly text: () => string;
  /** The last that was said at once. */
  readonly last: () => string;
  /** The JSON of its last line. */
  readonly lastObject: () => ReturnType<typeof JSON.parse>;
  readonly clear: () => void;
}

const linesOf = (spy: MockInstance | undefined): string[] => spy?.mock.calls.map(([line]) => String(line)) ?? [];

/** For the tests of one file. */
export function terminal(): { readonly stdout: Said; readonly stderr: Said } {
  const stream = (name: "log" | "error"): Said => {
    let spy: MockInstance | undefined;
    beforeEach(() => {
      spy = vi.spyOn(console, name).mockImplementation(() => {});
    });
    const text = () => linesOf(spy).join("\n");
    return {
      text,
      last: () => linesOf(spy).at(-1) ?? "",
      lastObject: () => JSON.parse(text().split("\n").at(-1) ?? ""),
      clear: () => void spy?.mockClear(),
    };
  };
  afterEach(() => vi.restoreAllMocks());
  return { stdout: stream("log"), stderr: stream("error") };
}
