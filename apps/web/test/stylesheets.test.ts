/** A page loads every stylesheet: two features that use one name would dress each other's things. */
import { glob, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { expect, test } from "vitest";

const source = new URL("../src/", import.meta.url).pathname;

/** The class of a rule that is of that class alone and holds for every medium, so stands at the line's start. */
const ownClass = /^\.([a-z][\w-]*)(?=,| \{)/gm;

test("a class is dressed by one stylesheet", async () => {
  const sheets = new Map<string, Set<string>>();
  for await (const sheet of glob("**/*.css", { cwd: source }))
    for (const [, name = ""] of (await readFile(source + sheet, "utf8")).matchAll(ownClass))
      sheets.set(name, (sheets.get(name) ?? new Set()).add(basename(sheet)));
  expect(sheets.size).toBeGreaterThan(200);
  expect([...sheets].filter(([, { size }]) => size > 1)).toEqual([]);
});
