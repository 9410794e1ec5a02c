/** Texts that were typed into fields that are not there any more: to be copied, or let go. */
import type { EncounterRow } from "@landfall/protocol";
import { announce } from "../../live/announce.ts";
import { Button } from "../../ui/button.tsx";
import { forgetUnsaved, type Unsaved, useUnsaved } from "./unsaved.ts";

async function copy({ label, text }: Unsaved): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce(`Copied: ${label}.`);
  } catch {
    announce("The browser does not let this page copy. Select the text, and copy it.");
  }
}

interface NotesProps {
  /** Of these encounters. */
  readonly of: (text: Unsaved) => boolean;
  /** What can be done now. */
  readonly hint: string;
  /** Where several encounters are spoken of. */
  readonly isTitled?: boolean;
}

export function UnsavedNotes({ of, hint, isTitled = false }: NotesProps) {
  const texts = useUnsaved().filter(of);
  if (texts.length === 0) return null;
  return (
    <section className="note unsaved" aria-label="Typed and not saved">
      <p>
        <b>Typed and not saved.</b> {hint}
      </p>
      <div>
        {texts.map((each) => (
          <div key={each.eventID + each.name} className="unsavedline">
            <span className="breakable">
              {isTitled && `${each.title}, `}
              {each.label}: <b>{each.text}</b>
            </span>
            <span className="noteacts">
              <Button onClick={() => void copy(each)}>
                Copy<span className="sr"> {each.text}</span>
              </Button>
              <Button look="ghost" onClick={() => forgetUnsaved(each)}>
                Let go<span className="sr"> of {each.text}</span>
              </Button>
            </span>
          </div>
        ))}
      </div>
    </section>
  );
}

export const ofRow =
  ({ eventID }: EncounterRow) =>
  (text: Unsaved): boolean =>
    text.eventID === eventID;
