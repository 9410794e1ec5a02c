/** An error as a sentence, a next step, and its code for a report. Shown beside what was done. */
import { errorTable, toLandfallError } from "@landfall/protocol";
import type { ReactNode } from "react";

export function ErrorNote({ error, action }: { error: unknown; action?: ReactNode }) {
  const { code, detail, fields } = toLandfallError(error);
  const { message, hint } = errorTable[code];
  // The detail is the same once more.
  const isListed = fields !== undefined && fields.length > 0;
  return (
    <div className="errornote" role="alert">
      <p>
        <b>{message}</b> {hint}
      </p>
      {isListed && (
        <ul>
          {fields.map((field) => (
            <li key={field.path + field.message}>
              {field.path ? `${field.path}: ` : ""}
              {field.message}
            </li>
          ))}
        </ul>
      )}
      <p className="errorfoot">
        <code>{code}</code>
        {detail && detail !== message && !isListed && <span className="quiet breakable">{detail}</span>}
        {action}
      </p>
    </div>
  );
}
