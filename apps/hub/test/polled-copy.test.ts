import { randomBytes } from "node:crypto";
import { createServer, request, type Server } from "node:http";
import { BlobServiceClient } from "@azure/storage-blob";
import { LandfallError } from "@landfall/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyInto, syncCopyBytes } from "../src/blobs/azure/copy.ts";
import { openSourceContainer, type SourceContainer } from "./support/source-container.ts";

/** In front of Azurite, whose copies are done at once: says of new blobs what it is told to. */
interface SlowAzure {
  readonly port: number;
  /** What the next looks at a copy answer; the truth afterwards. */
  say(...statuses: string[]): void;
  /** Resolves when the status that stands at this place has been told. */
  told(count: number): Promise<void>;
  readonly seen: { copies: number; aborts: number };
  readonly server: Server;
}

async function slowAzure(toPort: number): Promise<SlowAzure> {
  let statuses: string[] = [];
  let count = 0;
  const waiting: { count: number; resolve: () => void }[] = [];
  const seen = { copies: 0, aborts: 0 };
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url } = incoming;
    if (headers["x-ms-copy-source"]) seen.copies += 1;
    if (headers["x-ms-copy-action"] === "abort") seen.aborts += 1;
    const onward = request({ port: toPort, host: "127.0.0.1", method, path: url, headers }, (answer) => {
      const status = method === "HEAD" && answer.headers["x-ms-copy-id"] ? statuses.shift() : undefined;
      const said = status && { "x-ms-copy-status": status, "x-ms-copy-progress": `${count}/100` };
      outgoing.writeHead(answer.statusCode ?? 0, { ...answer.headers, ...said });
      answer.pipe(outgoing);
      if (status) count += 1;
      for (const each of waiting) if (each.count <= count) each.resolve();
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    server,
    seen,
    say: (...next) => {
      [statuses, count, seen.copies, seen.aborts] = [next, 0, 0, 0];
    },
    told: (wanted) =>
      new Promise((resolve) => {
        if (count >= wanted) return resolve();
        waiting.push({ count: wanted, resolve });
      }),
  };
}

describe("a copy that is larger than Azure copies at once", () => {
  let theirs: SourceContainer;
  let azure: SlowAzure;
  beforeAll(async () => {
    theirs = await openSourceContainer();
    azure = await slowAzure(theirs.azurite.port);
  });
  afterAll(async () => {
    azure.server.close();
    azure.server.closeAllConnections();
    await theirs.stop();
  });

  const blobAt = (name: string) => {
    const own = theirs.azurite.connectionString.replace(String(theirs.azurite.port), String(azure.port));
    const client = BlobServiceClient.fromConnectionString(own, { retryOptions: { maxTries: 1 } });
    return client.getContainerClient("season").getBlockBlobClient(name);
  };
  /** A small one that claims to be large: Azurite has no limit, and the size decides which way it is copied. */
  const source = async (name: string) => {
    const { etag } = await theirs.put(name, randomBytes(5_000));
    const own = new URL(`${theirs.container.getBlobClient(name).url}?${await theirs.sas(name)}`);
    // Azurite copies from its own address only.
    own.port = String(azure.port);
    const url = own.href;
    return { url, etag, bytes: syncCopyBytes + 1 };
  };
  const alive = () => new AbortController().signal;

  it("is waited for until Azure says that it is done", async () => {
    azure.say("pending", "pending");
    await copyInto(blobAt("to/a"), await source("a.tif"), alive());
    expect(azure.seen).toEqual({ copies: 1, aborts: 0 });
    expect((await blobAt("to/a").getProperties()).contentLength).toBe(5_000);
  });

  it("is not begun again by a hub that was killed while it waited: it goes on asking", async () => {
    azure.say(...Array.from({ length: 50 }, () => "pending"));
    const killed = new AbortController();
    const from = await source("b.tif");
    const first = copyInto(blobAt("to/b"), from, killed.signal);
    await azure.told(2);
    killed.abort(new Error("killed"));
    await expect(first).rejects.toThrow("killed");
    expect(azure.seen.copies).toBe(1);
    azure.say("pending");
    await copyInto(blobAt("to/b"), from, alive());
    expect(azure.seen.copies).toBe(0);
  });

  it("that failed says so, and leaves its name to be set aside", async () => {
    azure.say("pending", "failed");
    const failed = await copyInto(blobAt("to/c"), await source("c.tif"), alive()).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(LandfallError);
    expect(failed).toMatchObject({ code: "COPY_FAILED" });
    expect(JSON.stringify(failed)).not.toMatch(/sig=/);
  });
});
