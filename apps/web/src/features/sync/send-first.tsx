import { type EncounterRow, toLandfallError } from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { useSendFirst } from "./actions.ts";

/** For an approved encounter that is not delivered yet: it goes before the others, also while a sync is at work. */
export function SendFirst({ encounter, title }: { encounter: EncounterRow; title: string }) {
  const change = useSendFirst(encounter.id, encounter.manifestId, title);
  if (encounter.review !== "approved" || encounter.sync === "synced") return null;
  return (
    <>
      <Button
        look="link"
        aria-pressed={encounter.sendFirst}
        aria-label={`Send first: ${title}`}
        busy={change.isPending}
        onClick={() => change.mutate(!encounter.sendFirst)}
      >
        {encounter.sendFirst && <span aria-hidden="true">✓ </span>}
        Send first
      </Button>
      {change.error && (
        <span className="inlineerror" role="alert">
          {toLandfallError(change.error).message}
        </span>
      )}
    </>
  );
}
