import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BlobAbsentError, type Blobs, collect, isBlobName } from "../src/blobs/port.ts";
import { blobName, variantName } from "../src/store/blobs.ts";
import { blobStoreMakers } from "./support/blob-stores.ts";
import { type RawRequest, send } from "./support/http.ts";
import { md5Of, sha256Of } from "./support/requests.ts";

const population = "01d97b81-8ba3-4375-9f12-e20363d99ada";
const somePhotograph = (bytes = 300_000): Buffer => randomBytes(bytes);
const nameOf = (bytes: Buffer): string => blobName(population, sha256Of(bytes), 1);
const toBase64 = (bytes: Buffer): string => Buffer.from(md5Of(bytes), "hex").toString("base64");

describe.each(blobStoreMakers)("the blob store $name", (maker) => {
  let blobs: Blobs;
  beforeAll(async () => {
    blobs = await maker.start();
  });
  afterAll(() => maker.stop());

  const put = async (bytes: Buffer, over: Partial<RawRequest> = {}, name = nameOf(bytes)) => {
    const { url, headers } = await blobs.target(name, "image/jpeg");
    const sent = { "content-length": bytes.length, "content-md5": toBase64(bytes), ...headers };
    return send(url, { body: bytes, ...over, headers: { ...sent, ...over.headers } });
  };
  const readBack = (name: string) => collect(blobs.read(name), 10_000_000);

  it("takes the bytes, and says their length and MD5 and gives them back as they were", async () => {
    const bytes = somePhotograph(3_000_000);
    expect(await blobs.head(nameOf(bytes))).toBeNull();
    const answer = await put(bytes);
    expect(answer.status).toBe(201);
    expect(answer.headers["content-md5"]).toBe(toBase64(bytes));
    expect(answer.headers.etag).toMatch(/^".+"$/);
    expect(answer.headers["x-ms-request-id"]).toBeTruthy();
    expect(await blobs.head(nameOf(bytes))).toEqual({ bytes: bytes.length, md5: md5Of(bytes) });
    expect((await readBack(nameOf(bytes)))?.equals(bytes)).toBe(true);
  });

  it("gives a link for one blob, to create it, for a limited time", async () => {
    const { kind, url, headers, expiresAt } = await blobs.target(nameOf(somePhotograph()), "image/jpeg");
    expect(new URL(url).origin).toBe(blobs.origin());
    expect(kind).toBe("single");
    expect(new URL(url).searchParams.get("sp")).toBe("c");
    expect(headers).toEqual({ "x-ms-blob-type": "BlockBlob", "if-none-match": "*", "content-type": "image/jpeg" });
    const lifeMs = Date.parse(expiresAt) - Date.now();
    expect(lifeMs).toBeGreaterThan(30 * 60_000);
    expect(lifeMs).toBeLessThanOrEqual(60 * 60_000);
  });

  describe("in blocks", () => {
    const id = (index: number): string => Buffer.from(`block-${String(index).padStart(6, "0")}`).toString("base64");
    const at = (url: string, query: Record<string, string>): string => {
      const changed = new URL(url);
      for (const [name, value] of Object.entries(query)) changed.searchParams.set(name, value);
      return changed.href;
    };
    const putBlock = async (name: string, index: number, bytes: Buffer, over: Partial<RawRequest> = {}) => {
      const { url } = await blobs.target(name, "image/jpeg", "blocks");
      const headers = { "content-length": bytes.length, "content-md5": toBase64(bytes) };
      return send(at(url, { comp: "block", blockid: id(index) }), { body: bytes, headers, ...over });
    };
    const putList = async (name: string, indexes: readonly number[]) => {
      const { url, headers } = await blobs.target(name, "image/jpeg", "blocks");
      const body = Buffer.from(
        `<?xml version="1.0" encoding="utf-8"?><BlockList>${indexes.map((index) => `<Latest>${id(index)}</Latest>`).join("")}</BlockList>`,
      );
      const sent = {
        ...headers,
        "content-length": body.length,
        "content-md5": toBase64(body),
        "content-type": "application/xml",
      };
      const answer = await send(at(url, { comp: "blocklist" }), { body, headers: sent });
      return { ...answer, listMd5: toBase64(body) };
    };
    const parts = (bytes: Buffer) => [bytes.subarray(0, 200_000), bytes.subarray(200_000)] as const;

    it("takes them in any order and again, and makes the blob of the list", async () => {
      const bytes = somePhotograph();
      const [first, second] = parts(bytes);
      expect((await putBlock(nameOf(bytes), 1, second)).status).toBe(201);
      expect((await putBlock(nameOf(bytes), 0, first)).status).toBe(201);
      expect((await putBlock(nameOf(bytes), 0, first)).status).toBe(201);
      expect(await blobs.head(nameOf(bytes))).toBeNull();
      const answer = await putList(nameOf(bytes), [0, 1]);
      expect(answer.status).toBe(201);
      // Where it says an MD5, it is that of the list: an uploader compares it with what it sent.
      expect([undefined, answer.listMd5]).toContain(answer.headers["content-md5"]);
      expect((await readBack(nameOf(bytes)))?.equals(bytes)).toBe(true);
      expect((await blobs.head(nameOf(bytes)))?.bytes).toBe(bytes.length);
    });

    it("refuses a block whose MD5 is another, and a list with a block that is not there", async () => {
      const bytes = somePhotograph();
      const [first, second] = parts(bytes);
      const headers = { "content-length": first.length, "content-md5": toBase64(second) };
      const wrong = await putBlock(nameOf(bytes), 0, first, { headers });
      expect([wrong.status, wrong.headers["x-ms-error-code"]]).toEqual([400, "Md5Mismatch"]);
      expect((await putBlock(nameOf(bytes), 0, first)).status).toBe(201);
      const short = await putList(nameOf(bytes), [0, 1]);
      expect([short.status, short.headers["x-ms-error-code"]]).toEqual([400, "InvalidBlockList"]);
      expect(await blobs.head(nameOf(bytes))).toBeNull();
    });

    it("does not overwrite a blob", async () => {
      const bytes = somePhotograph();
      expect((await put(bytes)).status).toBe(201);
      const others = somePhotograph();
      await putBlock(nameOf(bytes), 0, others);
      const refused = await putList(nameOf(bytes), [0]);
      expect([refused.status, refused.headers["x-ms-error-code"]]).toEqual([409, "BlobAlreadyExists"]);
      expect((await readBack(nameOf(bytes)))?.equals(bytes)).toBe(true);
    });

    it("needs a link for blocks", async () => {
      const bytes = somePhotograph();
      const { url } = await blobs.target(nameOf(bytes), "image/jpeg");
      const headers = { "content-length": bytes.length, "content-md5": toBase64(bytes) };
      const refused = await send(at(url, { comp: "block", blockid: id(0) }), { body: bytes, headers });
      expect(refused.status).toBe(403);
    });
  });

  // A link that allows only creating is refused for a blob that exists: Azurite says so before it looks at If-None-Match.
  const taken = [
    [409, "BlobAlreadyExists"],
    [403, "UnauthorizedBlobOverwrite"],
    [403, "AuthorizationPermissionMismatch"],
  ];

  it("refuses a second PUT of a name, and keeps the first bytes", async () => {
    const bytes = somePhotograph();
    expect((await put(bytes)).status).toBe(201);
    const others = somePhotograph();
    for (const answer of [await put(bytes), await put(others, {}, nameOf(bytes))])
      expect(taken).toContainEqual([answer.status, answer.headers["x-ms-error-code"]]);
    expect((await readBack(nameOf(bytes)))?.equals(bytes)).toBe(true);
  });

  it("refuses to overwrite also without If-None-Match, for the link does not allow it", async () => {
    const bytes = somePhotograph();
    await put(bytes);
    const { url } = await blobs.target(nameOf(bytes), "image/jpeg");
    const headers = { "x-ms-blob-type": "BlockBlob", "content-length": bytes.length, "content-md5": toBase64(bytes) };
    expect((await send(url, { body: bytes, headers })).status).toBe(403);
  });

  it("lets exactly one of several PUTs at the same time through", async () => {
    const bytes = somePhotograph();
    const answers = await Promise.all(Array.from({ length: 5 }, () => put(bytes)));
    const [first, ...others] = answers.map(({ status }) => status).sort();
    expect(first).toBe(201);
    expect(others.every((status) => status === 409 || status === 403)).toBe(true);
    expect((await readBack(nameOf(bytes)))?.equals(bytes)).toBe(true);
  });

  it("answers 400 Md5Mismatch to bytes that are not those announced, and stores nothing", async () => {
    const bytes = somePhotograph();
    const answer = await put(bytes, { headers: { "content-md5": toBase64(somePhotograph()) } });
    expect([answer.status, answer.headers["x-ms-error-code"]]).toEqual([400, "Md5Mismatch"]);
    expect(answer.text).toContain("<Code>Md5Mismatch</Code>");
    expect(await blobs.head(nameOf(bytes))).toBeNull();
    expect((await put(bytes)).status).toBe(201);
  });

  it("stores nothing of a body that was broken off", async () => {
    const bytes = somePhotograph(2_000_000);
    await expect(put(bytes, { cutAfter: 1_200_000 })).rejects.toThrow();
    expect(await blobs.head(nameOf(bytes))).toBeNull();
    expect((await put(bytes)).status).toBe(201);
  });

  it.each([
    ["another signature", (url: string) => url.replace(/sig=[^&]{6}/, "sig=AAAAAA")],
    ["another blob", (url: string) => url.replace(/-1\?/, "-2?")],
    ["another time", (url: string) => url.replace(/se=20\d\d/, "se=2099")],
    ["another permission", (url: string) => url.replace("sp=c", "sp=cw")],
    ["no signature", (url: string) => url.replace(/&sig=[^&]*/, "")],
  ])("answers 403 to a link with %s", async (_, forge) => {
    const bytes = somePhotograph(1000);
    const { url, headers } = await blobs.target(nameOf(bytes), "image/jpeg");
    const sent = { ...headers, "content-length": bytes.length, "content-md5": toBase64(bytes) };
    expect(forge(url)).not.toBe(url);
    expect((await send(forge(url), { body: bytes, headers: sent })).status).toBe(403);
    expect(await blobs.head(nameOf(bytes))).toBeNull();
  });

  it("gives nothing away for an upload link: neither reading nor deleting", async () => {
    const bytes = somePhotograph(1000);
    await put(bytes);
    const { url } = await blobs.target(nameOf(bytes), "image/jpeg");
    for (const method of ["GET", "HEAD", "DELETE"]) expect((await send(url, { method })).status).toBe(403);
    expect((await readBack(nameOf(bytes)))?.equals(bytes)).toBe(true);
  });

  it("asks for the header that says it is a block blob", async () => {
    const bytes = somePhotograph(1000);
    const { url } = await blobs.target(nameOf(bytes), "image/jpeg");
    const headers = { "content-length": bytes.length, "content-md5": toBase64(bytes), "if-none-match": "*" };
    expect((await send(url, { body: bytes, headers })).status).toBe(400);
  });

  it("says that a blob is absent, and not that something broke", async () => {
    await expect(readBack(nameOf(somePhotograph()))).rejects.toBeInstanceOf(BlobAbsentError);
  });

  it("replaces what can be made again", async () => {
    const name = variantName(population, sha256Of(somePhotograph()), "thumbnail");
    await blobs.write(name, Buffer.from("first"), "image/jpeg");
    await blobs.write(name, Buffer.from("second"), "image/jpeg");
    expect((await readBack(name))?.toString()).toBe("second");
  });

  it("stops collecting what is longer than asked for", async () => {
    const bytes = somePhotograph();
    await put(bytes);
    expect(await collect(blobs.read(nameOf(bytes)), bytes.length - 1)).toBeUndefined();
  });
});

describe("a blob's name", () => {
  it("is taken only where it cannot leave its folder", () => {
    const sha = sha256Of(Buffer.from("x"));
    expect([blobName(population, sha, 12), variantName(population, sha, "preview")].every(isBlobName)).toBe(true);
    const bad = [
      "",
      "/a",
      "a/",
      "a//b",
      "../a",
      "a/../b",
      "a/..",
      ".incoming/a",
      "a/.md5",
      "a\\b",
      "a%2fb",
      "a\0",
      "A",
      "a..b",
    ];
    expect(bad.filter(isBlobName)).toEqual([]);
  });
});
