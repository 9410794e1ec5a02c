/**
 * A blob store that answers like one and forgets the bytes, on bare sockets so that it costs as little as it can: its
 * cost is shared by all who are measured against it.
 */
import net, { type AddressInfo } from "node:net";

/** More than the head of any request here. */
const headLimit = 8 * 1024;

function serve(socket: net.Socket): void {
  let head = "";
  let md5 = "";
  let bodyLeft = 0;
  const answer = () =>
    socket.write(
      `HTTP/1.1 201 Created\r\netag: "0x8D"\r\nlast-modified: ${new Date().toUTCString()}\r\n` +
        `${md5 && `content-md5: ${md5}\r\n`}x-ms-version: 2026-04-06\r\nx-ms-request-id: 0\r\ncontent-length: 0\r\n\r\n`,
    );
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; ) {
      if (bodyLeft > 0) {
        const taken = Math.min(bodyLeft, chunk.length - at);
        bodyLeft -= taken;
        at += taken;
        if (bodyLeft === 0) answer();
        continue;
      }
      const text = head + chunk.toString("latin1", at, Math.min(at + headLimit, chunk.length));
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        head = text;
        return;
      }
      at += end + 4 - head.length;
      head = "";
      const lines = text.slice(0, end);
      bodyLeft = Number(/^content-length: *(\d+)/im.exec(lines)?.[1] ?? 0);
      md5 = /^content-md5: *(\S+)/im.exec(lines)?.[1] ?? "";
      if (/^expect: *100-continue/im.test(lines)) socket.write("HTTP/1.1 100 Continue\r\n\r\n");
      if (bodyLeft === 0) answer();
    }
  });
}

/** @returns the port it listens on */
export async function startDiscardingStore(): Promise<number> {
  const server = net.createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
