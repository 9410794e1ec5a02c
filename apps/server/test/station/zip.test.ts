/** A proof of a season has more files than the end of a plain zip file can count. */
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { zipped } from "../../src/station/records/zip.ts";

const whole = async (names: readonly string[]) => {
  const entries = names.map((name) => ({ name, parts: [Buffer.from(name)] }));
  const parts: Uint8Array[] = [];
  for await (const part of zipped(entries, Date.UTC(2026, 6, 1))) parts.push(part);
  return unzipSync(Buffer.concat(parts));
};

test.each([3, 65_534, 65_535, 65_536, 70_008])("a zip file of %i files has them all, each as it is", async (count) => {
  const names = Array.from({ length: count }, (_, at) => `proof/receipts/${at}.jws`);
  const files = await whole(names);
  expect(Object.keys(files)).toHaveLength(count);
  const last = names.at(-1) ?? "";
  expect(Buffer.from(files[last] ?? []).toString()).toBe(last);
});
