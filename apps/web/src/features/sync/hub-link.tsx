import type { EncounterId } from "@landfall/protocol";
import { errorTable, toLandfallError } from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { useHubLink } from "./actions.ts";

/** Opens the encounter's page on the hub through a one-time link. */
export function HubLink({ encounterId, title }: { encounterId: EncounterId; title: string }) {
  const link = useHubLink(encounterId);
  const code = link.error ? toLandfallError(link.error).code : undefined;
  return (
    <>
      <Button look="link" busy={link.isPending} onClick={() => link.mutate()} aria-label={`Open on hub: ${title}`}>
        Open on hub <span aria-hidden="true">↗</span>
      </Button>
      {code && (
        <span className="inlineerror" role="alert">
          {errorTable[code].message} {errorTable[code].hint}
        </span>
      )}
    </>
  );
}
