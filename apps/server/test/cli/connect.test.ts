/** `connect` to what is no hub, with a real station of the command's own. */
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { problemMediaType } from "@landfall/protocol";
import { expect, onTestFinished, test } from "vitest";
import { run } from "../../src/cli/main.ts";
import { aFolder, aService } from "../a-service.ts";
import { terminal } from "./terminal.ts";

const { stdout, stderr } = terminal();

async function aServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const key = `lfk_${"a".repeat(43)}`;
const connect = (hub: string, dataFolder: string) =>
  run(["connect", "--hub", hub, "--key", key, "--json", "--data", dataFolder]);

test("an address where nothing listens is told apart, with what to do now", async () => {
  const { url, stop } = await aService();
  await stop();
  expect(await connect(url, aFolder())).toBe(1);
  expect(stderr.text()).toBe(
    "The hub cannot be reached. (ECONNREFUSED)\nCheck the address and that the hub runs, then connect again.",
  );
  expect(JSON.parse(stdout.text())).toMatchObject({ code: "HUB_OFFLINE", tier: "offline" });
});

test("whatever answers and is no hub is said to be none", async () => {
  const dataFolder = aFolder();
  const problem = JSON.stringify({ type: "about:blank", title: "Forbidden", status: 403 });
  const others = [
    await aServer((_, response) => response.writeHead(404).end("not here")),
    await aServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<h1>hello</h1>")),
    await aServer((_, response) => response.writeHead(403, { "content-type": problemMediaType }).end(problem)),
    // A station answers in our own form, and is no hub.
    (await aService()).url,
  ];
  for (const other of others) {
    stdout.clear();
    expect(await connect(other, dataFolder)).toBe(1);
    expect(JSON.parse(stdout.text()), other).toMatchObject({
      code: "NOT_THE_HUB",
      title: "This address answers, but it is not a Landfall hub.",
    });
  }
});

test("an address of another kind is refused by name", async () => {
  expect(await connect("ftp://hub.example", aFolder())).toBe(1);
  expect(stderr.text()).toBe("hub: a hub's address begins with https://");
});
