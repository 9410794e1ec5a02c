import path from "node:path";
import { fileURLToPath } from "node:url";
import { durationWords, LandfallError } from "@landfall/protocol";
import { expect, test, vi } from "vitest";
import { checkoutRoot } from "../../src/checkout.ts";
import { readDuration, readManifestId, readNumber } from "../../src/cli/arguments.ts";
import { defineCommand } from "../../src/cli/command.ts";
import { withDataFolder } from "../../src/cli/commands/hub.ts";
import { exitCodeOf, explain, problemOf } from "../../src/cli/explain.ts";
import { readFields, readPatch } from "../../src/cli/fields.ts";
import { counted, partOfSize, plain, size } from "../../src/cli/output.ts";
import { resolveDataFolder, resolveFolder, resolvePath } from "../../src/cli/paths.ts";
import { bar } from "../../src/cli/progress-line.ts";
import { linkCommand } from "../../src/link-command.ts";

const program = fileURLToPath(import.meta.url);

const echo = (found: (input: unknown) => void) =>
  defineCommand({
    name: "echo",
    summary: "Echoes",
    usage: "FOLDER… [--set field=value …]",
    arguments: { atLeast: 1, atMost: 2 },
    options: { set: { type: "string", multiple: true }, key: { type: "string" } },
    run: async ({ values, positionals, dataFolder, out }) => {
      found({ set: values.set, key: values.key, positionals, dataFolder, json: out.json });
      return 0;
    },
  });

test("options may be repeated, stand anywhere, and a lone dash is a value", async () => {
  const found = vi.fn();
  const argv = ["one", "--set", "a=1", "--json", "two", "--set=b=2", "--key", "-", "--data", "/d"];
  expect(await echo(found).execute(argv)).toBe(0);
  expect(found).toHaveBeenCalledWith({
    set: ["a=1", "b=2"],
    key: "-",
    positionals: ["one", "two"],
    dataFolder: path.resolve("/d"),
    json: true,
  });
});

test("a mistake in the command line is named", async () => {
  const command = echo(() => {});
  await expect(command.execute([])).rejects.toThrow("FOLDER is missing");
  await expect(command.execute(["a", "b", "c"])).rejects.toThrow("one argument too many: c");
  await expect(command.execute(["a", "--sett", "x=1"])).rejects.toThrow("Unknown option '--sett'");
  await expect(command.execute(["a", "--set"])).rejects.toThrow("--set");
  // The program ends it with a full stop.
  await expect(command.execute(["a", "--set", "--json"])).rejects.toThrow(/[^.]$/);
});

test("fields to set are read, and what is wrong with one is said", () => {
  expect(readFields("--set", ["locality=Bay = North", "decimalLatitude=48.5", "decimalLongitude=-123.1"])).toEqual({
    locality: "Bay = North",
    decimalLatitude: 48.5,
    decimalLongitude: -123.1,
  });
  expect(readFields("--set", undefined)).toBeUndefined();
  expect(readPatch({ override: ["license=public"] })).toEqual({ override: { license: "public" } });
  expect(() => readFields("--set", ["locality"])).toThrow("write field=value");
  expect(() => readFields("--set", ["place=x"])).toThrow("there is no field place; the fields are eventDate");
  expect(() => readFields("--set", ["decimalLatitude=48.5"])).toThrow("--set: a position is one thing");
  expect(() => readFields("--set", ["decimalLatitude=91"])).toThrow("--set decimalLatitude=91");
  expect(() => readFields("--override", ["eventDate=yesterday"])).toThrow("a date such as");
});

test("times, numbers and ids are read or refused", () => {
  expect(["30s", "10m", "1h", "1.5m", "5", "0"].map((text) => readDuration("--wait", text))).toEqual([
    30_000, 600_000, 3_600_000, 90_000, 5_000, 0,
  ]);
  expect(() => readDuration("--wait", "soon")).toThrow("30s, 10m or 1h");
  expect(readNumber("--concurrency", "4", 1, 4)).toBe(4);
  for (const text of ["5", "0", "two", "1.5"])
    expect(() => readNumber("--concurrency", text, 1, 4)).toThrow("from 1 to 4");
  expect(() => readManifestId("7")).toThrow("7 is not the id of a manifest");
});

test("paths are those of the person who typed them, though npm runs the program elsewhere", () => {
  const before = { cwd: process.cwd(), init: process.env.INIT_CWD };
  try {
    process.chdir(checkoutRoot);
    process.env.INIT_CWD = "/home/ann";
    expect(resolvePath("season")).toBe("/home/ann/season");
    expect(resolveDataFolder(undefined)).toBe(path.join(checkoutRoot, ".landfall"));
    process.chdir("/");
    expect(resolvePath("season")).toBe("/season");
  } finally {
    process.chdir(before.cwd);
    if (before.init === undefined) delete process.env.INIT_CWD;
    else process.env.INIT_CWD = before.init;
  }
});

test("the hub's command line is handed on with the data folder made absolute", () => {
  expect(withDataFolder(["key", "create", "--data", "/d", "--name", "n"])).toEqual([
    "key",
    "create",
    "--name",
    "n",
    "--data",
    "/d",
  ]);
  expect(withDataFolder(["--port", "1", "--data=/d/../e"])).toEqual(["--port", "1", "--data", "/e"]);
});

test("each kind of trouble has its exit code", () => {
  const codeOf = (code: ConstructorParameters<typeof LandfallError>[0]) => exitCodeOf(new LandfallError(code));
  for (const code of [
    "NOT_CONNECTED",
    "NOTHING_APPROVED",
    "PLAN_QUESTION",
    "KEY_INVALID",
    "ENCOUNTER_INCOMPLETE",
  ] as const)
    expect(codeOf(code), code).toBe(3);
  for (const code of ["FOLDER_NOT_FOUND", "PORT_TAKEN", "DATA_FOLDER_LOCKED", "HUB_OFFLINE", "INTERNAL"] as const)
    expect(codeOf(code), code).toBe(1);
  expect(exitCodeOf(new TypeError("x"))).toBe(1);
});

test("an error is told with what happened and what to do, without a stack or a secret", () => {
  expect(explain(new LandfallError("PORT_TAKEN", { detail: "Port 80 is taken by another program." }))).toBe(
    "Port 80 is taken by another program.\nChoose another with --port N, or stop the other program.",
  );
  expect(explain(new LandfallError("HUB_OFFLINE", { detail: "ECONNREFUSED" }))).toBe(
    "The hub cannot be reached. (ECONNREFUSED)\nCheck the network. The run goes on by itself when the hub answers again.",
  );
  expect(explain(new Error("at https://x/?sig=abc"))).toBe(
    "Something went wrong that should not. at https://x/?sig=REDACTED",
  );
});

test("a request that is refused names the field, and points to no list that nobody sees", () => {
  const message = "Mars/X is not the name of a time zone";
  const refused = new LandfallError("VALIDATION_FAILED", {
    detail: message,
    fields: [{ path: "body.timezone", message }],
  });
  expect(explain(refused)).toBe(`timezone: ${message}`);
  expect(problemOf(refused)).toMatchObject({ code: "VALIDATION_FAILED", status: 422, hint: "", detail: message });
});

test("a command's own words take the place of the table's", () => {
  const words = { NOT_THE_HUB: { message: "This is no hub.", hint: "Look elsewhere." } };
  const error = new LandfallError("NOT_THE_HUB", { detail: "HTTP 404" });
  expect(explain(error, words)).toBe("This is no hub. (HTTP 404)\nLook elsewhere.");
  expect(problemOf(error, words)).toMatchObject({
    title: "This is no hub.",
    hint: "Look elsewhere.",
    tier: "transient",
  });
});

test("a file in a folder's place is said to be one", () => {
  expect(() => resolveFolder(program)).toThrow(`${program} is a file: name the folder that it lies in.`);
  expect(resolveFolder(path.dirname(program))).toBe(path.dirname(program));
  expect(resolveFolder("/nowhere/at/all")).toBe("/nowhere/at/all");
});

test("a new link is asked for on the station's own data folder", () => {
  expect(linkCommand(path.join(checkoutRoot, ".landfall"))).toBe("npm run -s landfall -- link");
  expect(linkCommand("/srv/data")).toBe("npm run -s landfall -- link --data /srv/data");
  expect(linkCommand("/srv/Ann's data")).toBe("npm run -s landfall -- link --data '/srv/Ann'\\''s data'");
});

test("numbers are told as people say them", () => {
  expect([counted(1, "image"), counted(1204, "image")]).toEqual(["1 image", "1,204 images"]);
  expect([0, 950, 1_200_000, 128_000_000, 5e13].map(size)).toEqual(["0 B", "950 B", "1.2 MB", "128 MB", "50.0 TB"]);
  expect([partOfSize(3_100_000, 11_700_000), partOfSize(0, 0)]).toEqual(["3.1 of 11.7 MB", "0 of 0 B"]);
  expect([42_000, 180_000, 7_500_000].map(durationWords)).toEqual(["42 s", "3 min", "2 h 5 min"]);
  expect([bar(0, 0, 4), bar(1, 4, 4), bar(9, 4, 4)]).toEqual(["[----]", "[#---]", "[####]"]);
});

test("a file name cannot move the cursor or turn the text around", () => {
  expect(plain("a\u001b[2Jb\u0007c\u202ed")).toBe("ab�c�d");
  expect(plain("Ålesund\n鯨")).toBe("Ålesund\n鯨");
});
