/** Decodes one HEIC file in a thread of its own: what a file makes the decoder do ends with the thread. */
import { parentPort, workerData } from "node:worker_threads";
import decode from "heic-decode";

const { bytes, mostPixels } = workerData as { readonly bytes: Uint8Array; readonly mostPixels: number };
const images = await decode.all({ buffer: bytes });
const [first] = images;
if (!first || first.width * first.height > mostPixels) parentPort?.postMessage(null);
else {
  const { width, height, data } = await first.decode();
  parentPort?.postMessage({ width, height, data }, [data.buffer as ArrayBuffer]);
}
