/** One request on node:http, sent exactly as it is given. */
import { type IncomingHttpHeaders, request } from "node:http";

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Uint8Array;
  /** Breaks the connection off after so many bytes of the body. */
  readonly cutAfter?: number;
}

export function send(url: string, { method = "PUT", headers = {}, body, cutAfter }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.once("error", reject);
    if (cutAfter !== undefined) outgoing.write(body?.subarray(0, cutAfter), () => outgoing.destroy());
    else outgoing.end(body);
  });
}
