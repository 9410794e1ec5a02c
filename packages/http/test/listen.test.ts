import { once } from "node:events";
import { connect } from "node:net";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { listen } from "../src/index.ts";

/** Longer than a test may take. */
const forEverMs = 3_600_000;

test("closing waits for an answer in progress, and not for a connection on which nothing was asked", async () => {
  const answer = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const app = new Hono().get("/slow", async (context) => {
    asked.resolve();
    await answer.promise;
    return context.text("there");
  });
  const listener = await listen(app, { port: 0 });
  const unused = connect(listener.port, "127.0.0.1");
  await once(unused, "connect");
  const slow = fetch(`http://127.0.0.1:${listener.port}/slow`).then((response) => response.text());
  await asked.promise;
  const closed = listener.close(forEverMs);
  await once(unused, "close");
  answer.resolve();
  expect(await slow).toBe("there");
  await closed;
});
