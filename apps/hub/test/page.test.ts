import type { HubEncounter, HubImage } from "@landfall/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encounterPage } from "../src/page/pages.ts";
import { deliver, newEncounter, openOne, startTestHub, type TestHub } from "./support/hub.ts";
import { sha256Of, someValues } from "./support/requests.ts";

const nasty = `<img src=x onerror=alert(1)>"'&.jpg`;
const bytes = Buffer.from("no picture at all");

describe("the encounter's page", () => {
  let hub: TestHub;
  let path: string;
  let linkOf: () => Promise<string>;

  beforeAll(async () => {
    hub = await startTestHub();
    const encounter = await newEncounter(hub, {
      values: { ...someValues, locality: "</h1><script>alert(2)</script>" },
    });
    await deliver(hub, encounter, bytes, { fileName: nasty });
    await openOne(hub.client, encounter, Buffer.from("still on its way"), { fileName: "late.jpg" });
    path = `/encounters/${encounter.id}`;
    linkOf = async () => (await hub.client.link({ params: { id: encounter.id } })).url;
  });
  afterAll(() => hub?.stop());

  const open = async (url: string) => {
    const answer = await fetch(url, { redirect: "manual" });
    return { answer, cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "" };
  };
  const read = (cookie: string, at = path) => fetch(hub.hub.url + at, { headers: { cookie } });

  it("opens through its link once, in one browser, by a cookie that scripts cannot read", async () => {
    const url = await linkOf();
    expect((await fetch(url, { method: "HEAD" })).status).toBe(204);
    const { answer, cookie } = await open(url);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, path]);
    expect(answer.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax/);
    expect((await read(cookie)).status).toBe(200);
    const again = await open(url);
    expect([again.answer.status, again.cookie]).toEqual([410, ""]);
  });

  it("stays shut without a session, and for the session of another encounter", async () => {
    const other = await newEncounter(hub);
    const { cookie } = await open((await hub.client.link({ params: { id: other.id } })).url);
    for (const each of ["", cookie, "landfall_hub_page=nonsense"]) {
      expect((await read(each)).status).toBe(401);
      expect((await read(each, `${path}/images/${sha256Of(bytes)}/thumbnail`)).status).toBe(404);
    }
  });

  it("shows names and fields as text, whatever they are", async () => {
    const { cookie } = await open(await linkOf());
    const text = await (await read(cookie)).text();
    expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;.jpg");
    expect(text).not.toContain("<img src=x");
    expect(text).not.toContain("<script");
  });

  it("says in words what has no picture and what has not come yet", async () => {
    const { cookie } = await open(await linkOf());
    await expect
      .poll(async () => (await read(cookie)).text(), { timeout: 20_000 })
      .toContain("no preview for this type");
    const text = await (await read(cookie)).text();
    expect(text).toContain("Not here yet");
    expect(text.replace(/<[^>]+>/g, "")).toContain("1 of 2 images verified");
  });

  it("shows a time to the second on one line, with its offset in words, and what is too large as that", async () => {
    const encounter = { values: { ...someValues }, encounterNumber: null } as HubEncounter;
    const image = { sha256: "0", fileName: "a.jpg", bytes: 1, state: "Complete", variants: "ready" };
    const large = { ...image, variants: "noPreview", width: 20_000, height: 15_000 };
    const textOf = async (capturedAt: string | null, of: object = image) =>
      String(await encounterPage("Bay", encounter, [{ ...of, capturedAt } as HubImage])).replace(
        /<\/?span[^>]*>/g,
        "|",
      );
    expect(await textOf("2016-07-01T09:42:10.12-07:00")).toContain("|2016-07-01 09:42:10| |UTC−07:00|");
    expect(await textOf("2016-07-01T09:42:10Z")).toContain("|2016-07-01 09:42:10| |UTC|");
    expect(await textOf("2016-07-01T09:42")).toContain("|2016-07-01 09:42|<");
    expect(await textOf(null, large)).toContain("too large to show");
    expect(await textOf(null, { ...large, width: null, height: null })).toContain("no preview for this type");
  });

  it("lets nothing of other origins in, and is framed by nobody", async () => {
    const { cookie } = await open(await linkOf());
    const answer = await read(cookie);
    expect(answer.headers.get("content-security-policy")).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const style = await fetch(`${hub.hub.url}/hub.css`);
    expect(style.headers.get("content-type")).toBe("text/css; charset=utf-8");
  });
});
