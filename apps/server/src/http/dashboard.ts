/** The built dashboard. Its files are listed whenever a page is opened; no path that a browser sends ever reaches the disk. */
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { LandfallError, stationApiPrefix } from "@landfall/protocol";
import type { Context, Hono } from "hono";

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/** Path of the URL → path of the file, of everything below the folder that has a known type. */
function listFiles(folder: string): ReadonlyMap<string, string> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return new Map(
      entries
        .filter((entry) => entry.isFile() && mediaTypes[path.extname(entry.name)])
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((file) => [`/${path.relative(folder, file).replaceAll(path.sep, "/")}`, file]),
    );
  } catch {
    return new Map();
  }
}

/** Files under `/assets/` have the hash of their content in their name. */
const cacheControl = (url: string): string =>
  url.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";

const notBuilt = "The dashboard is not built yet. In the folder of Landfall run: npm run build";
const lookAgainSeconds = 3;

/** What keeps the dashboard from being shown; undefined where nothing does. */
export const whyNoDashboard = (folder: string): string | undefined =>
  existsSync(path.join(folder, "index.html")) ? undefined : notBuilt;

async function send(c: Context, url: string, file: string): Promise<Response> {
  c.header("content-type", mediaTypes[path.extname(file)]);
  c.header("cache-control", cacheControl(url));
  return c.body(await readFile(file));
}

/** Serves the files, and the page itself for every other address that a person may open; also those that are built later. */
export function mountDashboard(app: Hono, folder: string): void {
  let files = listFiles(folder);
  app.get("*", async (c) => {
    const file = files.get(c.req.path);
    if (file) return send(c, c.req.path, file);
    const isPage = c.req.header("accept")?.includes("text/html") && !c.req.path.startsWith(`${stationApiPrefix}/`);
    if (!isPage) throw new LandfallError("NOT_FOUND", { detail: c.req.path });
    files = listFiles(folder);
    const page = files.get("/index.html");
    if (page) return send(c, "/index.html", page);
    c.header("refresh", String(lookAgainSeconds));
    return c.text(`${notBuilt}\nThis page appears by itself then.\n`, 503);
  });
}
