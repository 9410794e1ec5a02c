/** The hub's address and a key. Both are checked by the station before they are kept; another hub than before is asked about twice. */
import { toLandfallError } from "@landfall/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { snapshotQuery } from "../../api/queries.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import "./connect.css";

export function ConnectForm({ url, onConnected }: { url: string | null; onConnected?: () => void }) {
  const id = useId();
  const client = useQueryClient();
  const [hub, setHub] = useState(url ?? "");
  const [key, setKey] = useState("");
  const connect = useMutation({
    mutationFn: (otherHub: boolean) => station.connect({ body: { hub: hub.trim(), key: key.trim(), otherHub } }),
    onSuccess: (answer) => {
      client.setQueryData(snapshotQuery.queryKey, (state) => state && { ...state, hub: answer.hub, key: answer.key });
      void client.invalidateQueries({ queryKey: snapshotQuery.queryKey });
      announce("Connected to the hub.");
      setKey("");
      onConnected?.();
    },
  });
  // What was refused, and what may be done all the same, is of what was typed then.
  const change = (set: (value: string) => void, value: string) => {
    set(value);
    if (connect.error) connect.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!connect.isPending) connect.mutate(false);
  };
  const isOther = connect.error !== null && toLandfallError(connect.error).code === "OTHER_HUB";
  return (
    <form className="connectform" onSubmit={submit}>
      <div className="formfield">
        <label htmlFor={`${id}hub`}>Hub address</label>
        <input
          id={`${id}hub`}
          className="input"
          type="url"
          required
          placeholder="https://hub.example.org"
          value={hub}
          onChange={(event) => change(setHub, event.target.value)}
        />
      </div>
      <div className="formfield">
        <label htmlFor={`${id}key`}>API key</label>
        <input
          id={`${id}key`}
          className="input"
          type="password"
          required
          autoComplete="off"
          spellCheck={false}
          value={key}
          onChange={(event) => change(setKey, event.target.value)}
        />
        <small className="quiet">The person who runs the hub makes one for you. It is kept on this machine only.</small>
      </div>
      {connect.error && <ErrorNote error={connect.error} />}
      <div className="formacts">
        <Button type="submit" look="primary" busy={connect.isPending}>
          {connect.isPending ? "Checking…" : "Connect"}
        </Button>
        {isOther && <Button onClick={() => connect.mutate(true)}>Leave the former hub and connect to this one</Button>}
      </div>
    </form>
  );
}
