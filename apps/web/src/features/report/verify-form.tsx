/** Against what to verify, how closely, and how many of the images. */
import { type ManifestId, partOfDay, type VerificationView, type VerifyScope } from "@landfall/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { verificationsQuery } from "../../api/proof-queries.ts";
import { station } from "../../api/station.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";

/** Into how many parts the images are divided; of each day another one is taken. */
const parts = { all: 1, tenth: 10, hundredth: 100 } as const;
type Share = keyof typeof parts;

interface VerifyFormProps {
  readonly id: ManifestId;
  readonly isConnected: boolean;
  /** The last one; nothing is asked while it is at work, and what was chosen stays for the next. */
  readonly latest: VerificationView | undefined;
}

export function VerifyForm({ id, isConnected, latest }: VerifyFormProps) {
  const client = useQueryClient();
  const [scope, setScope] = useState<VerifyScope>("both");
  const [share, setShare] = useState<Share>("all");
  const [deep, setDeep] = useState(false);
  const start = useMutation({
    mutationFn: () => {
      const sample = share === "all" ? null : partOfDay(parts[share], Date.now());
      return station.verify({ params: { id }, body: { scope, deep: deep && scope !== "files", sample } });
    },
    onSuccess: (view) =>
      client.setQueryData(verificationsQuery(id).queryKey, (before) => ({
        items: [view, ...(before?.items.filter((each) => each.id !== view.id) ?? [])],
      })),
  });
  if (latest?.state === "running") return null;
  return (
    <>
      <div className="formacts verifyacts">
        <div className="formfield">
          <label htmlFor="verify-against">Verify against</label>
          <select
            id="verify-against"
            className="input"
            value={scope}
            onChange={({ target }) => setScope(target.value as VerifyScope)}
          >
            <option value="both">The files and the hub</option>
            <option value="hub">The hub alone</option>
            <option value="files">The files alone</option>
          </select>
        </div>
        <div className="formfield">
          <label htmlFor="verify-share">How many</label>
          <select
            id="verify-share"
            className="input"
            value={share}
            onChange={({ target }) => setShare(target.value as Share)}
          >
            <option value="all">All images</option>
            <option value="tenth">A tenth, another one each day</option>
            <option value="hundredth">A hundredth, another one each day</option>
          </select>
        </div>
        <label className="verifydeep">
          <input
            type="checkbox"
            checked={deep && scope !== "files"}
            disabled={scope === "files"}
            onChange={({ target }) => setDeep(target.checked)}
          />{" "}
          The hub reads every byte again
        </label>
        <Button
          look="primary"
          busy={start.isPending}
          disabled={!isConnected && scope !== "files"}
          onClick={() => start.mutate()}
        >
          {latest ? "Verify again" : "Verify"}
        </Button>
      </div>
      {start.error && <ErrorNote error={start.error} />}
    </>
  );
}
