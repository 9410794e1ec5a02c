/** The encounter's page, opened through a one-time link; and the pictures on it. */
import { hubApiPrefix, LandfallError, Sha256 } from "@landfall/protocol";
import type { Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { BlobAbsentError, collect } from "../blobs/port.ts";
import { authenticate, bearerOf, encounterOf } from "../routes/caller.ts";
import { toHubImage } from "../routes/encounters.ts";
import type { HubParts } from "../routes/parts.ts";
import { latestBlobs, setVariants, variantName } from "../store/blobs.ts";
import { type EncounterRow, findEncounters, toHubEncounters } from "../store/encounters.ts";
import { listImages } from "../store/images.ts";
import { isSessionFor, redeemLink, sessionLifeMs } from "../store/page-links.ts";
import { listPopulations } from "../store/populations.ts";
import { inTransaction } from "../store/transaction.ts";
import { encounterPage, messagePage } from "./pages.ts";
import { style } from "./style.ts";

const cookieName = "landfall_hub_page";
const largestVariantBytes = 32 * 2 ** 20;

/** The encounter, for a browser that came through its link or for a key of its population; nobody else learns of it. */
async function visibleEncounter(
  c: Context,
  { store: { db } }: HubParts,
  id: string,
): Promise<EncounterRow | undefined> {
  if (bearerOf(c)) return encounterOf(db, await authenticate(db, c), id);
  const session = getCookie(c, cookieName);
  if (!session || !(await isSessionFor(db, session, id, Date.now()))) return undefined;
  return (await findEncounters(db, [id])).get(id);
}

type Variant = "thumbnail" | "preview";

async function holdsImage({ store: { db } }: HubParts, encounter: EncounterRow, sha256: string): Promise<boolean> {
  const item = await db
    .selectFrom("image")
    .select("id")
    .where("encounterId", "=", encounter.id)
    .where("sha256", "=", sha256)
    .executeTakeFirst();
  return item !== undefined;
}

/** The picture, if there is one. One that was lost is made again. */
async function readVariant(parts: HubParts, encounter: EncounterRow, sha256: string, variant: Variant) {
  const { store, blobs, queue } = parts;
  if (!(await holdsImage(parts, encounter, sha256))) return undefined;
  const blob = (await latestBlobs(store.db, encounter.populationId, [sha256])).get(sha256);
  if (blob?.state !== "verified" || blob.variants !== "ready") return undefined;
  try {
    return await collect(blobs.read(variantName(encounter.populationId, sha256, variant)), largestVariantBytes);
  } catch (error) {
    if (!(error instanceof BlobAbsentError)) throw error;
    await inTransaction(store.db, async (tx) => {
      await setVariants(tx, blob.id, { variants: "queued", width: blob.width, height: blob.height });
      await queue.enqueue(tx, "variants", [blob.id]);
    });
    parts.wakeWorker();
    return undefined;
  }
}

export function pageRoutes(app: Hono, parts: HubParts): void {
  const { db } = parts.store;

  app.get("/", (c) =>
    c.html(
      messagePage(
        "Landfall hub",
        `Photographs come ashore here. Its API is under ${hubApiPrefix} and described at /openapi.json; the page of an encounter opens through a link from the station.`,
      ),
    ),
  );
  app.get("/hub.css", (c) =>
    c.text(style, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "max-age=3600" }),
  );

  app.get("/open/:token", async (c) => {
    c.header("cache-control", "no-store");
    // Asked for by programs that look at links before a person does: it must not use the link up.
    if (c.req.raw.method === "HEAD") return c.body(null, 204);
    const opened = await redeemLink(db, c.req.param("token"), Date.now());
    if (!opened) {
      const text = "It was used before, or is older than ten minutes. Ask the station for a new one.";
      return c.html(messagePage("This link is no longer valid", text), 410);
    }
    const path = `/encounters/${opened.encounterId}`;
    setCookie(c, cookieName, opened.session, {
      path,
      httpOnly: true,
      sameSite: "Lax",
      secure: parts.publicUrl().startsWith("https:"),
      maxAge: sessionLifeMs / 1000,
    });
    return c.redirect(path, 303);
  });

  app.get("/encounters/:id", async (c) => {
    c.header("cache-control", "no-store");
    const row = await visibleEncounter(c, parts, c.req.param("id"));
    if (!row)
      return c.html(
        messagePage("Open this page from the station", "It needs a fresh link: choose “On the hub” there."),
        401,
      );
    const [encounter] = await toHubEncounters(db, [row]);
    if (!encounter) throw new LandfallError("NOT_FOUND");
    const population = (await listPopulations(db)).find((each) => each.id === row.populationId);
    const images = (await listImages(db, row.id)).map(toHubImage);
    return c.html(encounterPage(population?.name ?? "", encounter, images));
  });

  app.get("/encounters/:id/images/:sha256/:variant{thumbnail|preview}", async (c) => {
    const { id, sha256, variant } = c.req.param() as { id: string; sha256: string; variant: Variant };
    const row = Sha256.safeParse(sha256).success ? await visibleEncounter(c, parts, id) : undefined;
    const bytes = row && (await readVariant(parts, row, sha256, variant));
    if (!bytes) throw new LandfallError("NOT_FOUND", { detail: c.req.path });
    return c.body(new Uint8Array(bytes), 200, {
      "content-type": "image/jpeg",
      "cache-control": "private, max-age=3600",
    });
  });
}
