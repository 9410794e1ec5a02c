/**
 * A process of its own: the discarding store, and the hub that agrees to everything over HTTP.
 * Stations are sent to the blob URL in the first argument where one is given (a proxy in between).
 * Prints one line: {"blobsUrl", "hubUrl"}.
 */
import { listen, mount } from "@landfall/http";
import { hubApiPrefix, hubContract, KeyId, LandfallError } from "@landfall/protocol";
import { Hono } from "hono";
import { startDiscardingStore } from "./discarding-store.ts";
import { hubId, population, stubHub } from "./stub-hub.ts";

const blobsUrl = `http://127.0.0.1:${await startDiscardingStore()}`;
let shown = blobsUrl;
const absent = () => {
  throw new LandfallError("NOT_FOUND");
};
const app = new Hono();
mount(app, {
  contract: hubContract,
  prefix: hubApiPrefix,
  authenticate: () => undefined,
  bodyLimitBytes: 16 * 2 ** 20,
  handlers: {
    ...stubHub(blobsUrl),
    match: (input) => stubHub(shown).match(input),
    openSessions: (input) => stubHub(shown).openSessions(input),
    receiptKeys: () => ({ keys: [] }),
    me: () => ({
      hubId,
      keyId: KeyId.parse("7a1d7f5e-98a5-4a55-8c8e-5d1f0a3a6b7c"),
      name: "bench",
      populations: [population],
    }),
    check: absent,
    copy: absent,
    correct: absent,
    moveImages: absent,
    withdrawImages: absent,
    describeImages: absent,
    encounter: absent,
    link: absent,
    changes: absent,
    probe: absent,
    individuals: absent,
    ensureIndividuals: absent,
    resolvePhotographers: absent,
  },
});
const { port } = await listen(app, { port: 0 });
process.on("message", (url: string) => {
  shown = url;
});
process.once("disconnect", () => process.exit(0));
console.log(JSON.stringify({ blobsUrl, hubUrl: `http://127.0.0.1:${port}` }));
