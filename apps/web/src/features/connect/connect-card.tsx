/** Leads on where there is no hub yet, or where its key no longer opens it. */
import { useSnapshot } from "../../live/use-snapshot.ts";
import { ConnectForm } from "./connect-form.tsx";

export function ConnectCard() {
  const hub = useSnapshot((state) => state.hub);
  const key = useSnapshot((state) => state.key);
  if (key.state === "none" && hub.url !== null)
    return (
      <section className="card connectcard needs" aria-labelledby="connect-title">
        <h2 id="connect-title">This station has no key for the hub</h2>
        <p className="quiet">
          A project that is brought from another machine comes without its key. Ask the person who runs the hub for one;
          what waits then goes on by itself.
        </p>
        <ConnectForm url={hub.url} />
      </section>
    );
  if (hub.state === "notConnected" || key.state === "none")
    return (
      <section className="card connectcard" aria-labelledby="connect-title">
        <h2 id="connect-title">Connect to a hub</h2>
        <p className="quiet">
          The hub is where your organisation keeps its photographs. Folders can be scanned and reviewed before; syncing
          needs a hub.
        </p>
        <ConnectForm url={hub.url} />
      </section>
    );
  if (key.state === "invalid")
    return (
      <section className="card connectcard needs" aria-labelledby="connect-title">
        <h2 id="connect-title">The hub refuses this key</h2>
        <p className="quiet">
          It was revoked, or the hub does not know it. Ask the person who runs the hub for a new one; what waits then
          goes on by itself.
        </p>
        <ConnectForm url={hub.url} />
      </section>
    );
  return null;
}
