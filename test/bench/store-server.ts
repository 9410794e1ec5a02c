/** The hub's end: its disk store behind node:http as the hub has it, or a server that reads each body and forgets it. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openDiskBlobs } from "../../apps/hub/src/blobs/disk/blobs.ts";
import { newFolder, removeFolders } from "./folders.ts";
import { startMeasuring } from "./measure.ts";

export type StoreKind = "disk" | "readOnly";

const kind = process.argv[2] as StoreKind;
let url = "";
const blobs = await openDiskBlobs({
  folder: await newFolder("blobs"),
  secret: randomBytes(32),
  publicUrl: () => url,
  onError: (error) => console.error(error),
});
const server = createServer((request, response) => {
  if (kind === "disk") return void blobs.requests(request, response);
  request.resume().once("end", () => response.writeHead(201, { "content-length": 0 }).end());
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

let cost = startMeasuring();
process.on("message", async (message: "end" | string[]) => {
  if (message === "end") return void process.send?.(cost());
  process.send?.(
    await Promise.all(message.map((sha256) => blobs.target(`p/${sha256.slice(0, 2)}/${sha256}`, "image/jpeg"))),
  );
  cost = startMeasuring();
});
process.once("disconnect", () => removeFolders().then(() => process.exit(0)));
