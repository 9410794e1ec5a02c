import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { endOf, startThread } from "../src/thread.ts";

const program = new URL("./threads.child.ts", import.meta.url);

test("a thread that is ended at once has loaded before it ends", async () => {
  const isLoaded = new Int32Array(new SharedArrayBuffer(8));
  const thread = startThread(program, { workerData: { isLoaded, busyMs: 200 } });
  const exit = once(thread, "exit");
  await endOf(thread)();
  expect(Atomics.load(isLoaded, 0)).toBe(1);
  await exit;
});

test("a thread that cannot load has ended by itself", async () => {
  const thread = startThread(new URL("./no-such-program.ts", import.meta.url), {});
  const end = endOf(thread);
  const failed = once(thread, "error");
  await end();
  expect(await failed).toMatchObject([{ code: expect.stringContaining("MODULE_NOT_FOUND") }]);
});

test("what V8 has compiled of WebAssembly is not freed between threads that run TypeScript", () => {
  const flags = ["--trace-wasm-code-gc", "--stress-wasm-code-gc"];
  const said = execFileSync(process.execPath, [...flags, fileURLToPath(program)], { encoding: "utf8" });
  expect(said).toBe("");
});
