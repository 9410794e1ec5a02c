/** `serve`: runs the hub until it is told to stop. */
import type { BlobsChoice } from "../blobs/open.ts";
import { startHub } from "../compose.ts";
import { type HubCliOptions, storeOptions, UsageError } from "./options.ts";

const defaultPort = 4170;

function readPort(text: string | undefined): number {
  const port = text === undefined ? defaultPort : Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`--port ${text} is not a port`);
  return port;
}

function readBlobs(text: string | undefined): BlobsChoice {
  if (text === undefined) return "disk";
  if (text === "disk" || text === "azurite" || text === "azure") return text;
  throw new UsageError(`--blobs ${text}: choose disk, azurite or azure`);
}

/** Given, or for a hub that a station starts, in the environment. */
const readCopySources = (given: readonly string[] = []): string[] => [
  ...given,
  ...(process.env.LANDFALL_COPY_SOURCES ?? "").split(/[\s,]+/).filter(Boolean),
];

/** Calls `stop` when the process that started this one is gone: its channel closes, or else its end of standard input. */
function watchParent(stop: () => void): void {
  if (process.channel) return void process.once("disconnect", stop);
  process.stdin.once("end", stop).once("error", stop).resume();
}

export async function serve(values: HubCliOptions): Promise<void> {
  const hub = await startHub({
    ...storeOptions(values),
    port: readPort(values.port),
    blobs: readBlobs(values.blobs),
    copySources: readCopySources(values["copy-source"]),
    logLevel: values.verbose ? "info" : "warn",
    ...(values.host && { host: values.host }),
    ...(values["public-url"] && { publicUrl: values["public-url"] }),
  });
  const stop = (): void => {
    hub.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  if (values["parent-watch"]) watchParent(stop);
  console.log(`hub listening on ${hub.url}`);
  if (values.json) console.log(JSON.stringify({ url: hub.url, hubId: hub.hubId }));
}
