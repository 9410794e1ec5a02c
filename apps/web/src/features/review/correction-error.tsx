import { ErrorNote } from "../../ui/error-note.tsx";
import { isChangedElsewhere } from "./corrections.ts";

/** Why a correction was not made, and what to do. */
export function CorrectionError({ error }: { error: unknown }) {
  if (!error) return null;
  if (!isChangedElsewhere(error)) return <ErrorNote error={error} />;
  return (
    <div className="errornote" role="alert">
      <p>
        <b>It was changed in another window or by a command in the meantime.</b> It has been read again: look, and
        select again.
      </p>
    </div>
  );
}
