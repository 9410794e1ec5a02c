import { useMutation } from "@tanstack/react-query";
import { station } from "../../api/station.ts";
import { useSnapshot } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { formatInstant } from "../../ui/format.ts";
import { ConnectForm } from "./connect-form.tsx";

/** What the station knows of its hub, a check on demand, and another hub or key. */
export function ConnectDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const hub = useSnapshot((state) => state.hub);
  const check = useMutation({ mutationFn: () => station.checkConnection() });
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Connection to the hub">
      {hub.state !== "notConnected" && (
        <div className="flow">
          <span className="breakable">
            {hub.checkedAt ? `Last checked ${formatInstant(hub.checkedAt)}.` : "Not checked yet."} {hub.detail}
          </span>
          <span className="grow" />
          <Button busy={check.isPending} onClick={() => check.mutate()}>
            {check.isPending ? "Checking…" : "Check now"}
          </Button>
        </div>
      )}
      {check.error && <ErrorNote error={check.error} />}
      <ConnectForm url={hub.url} onConnected={() => onOpenChange(false)} />
    </Dialog>
  );
}
