/** An error as a sentence, a next step, and its code for a report. Shown beside what was done. */
import { errorTable, toLandfallError } from "@landfall/protocol";
import type { ReactNode } from "react";

export function ErrorNote({ error, action }: { error: unknown; action?: ReactNode }) {
  const { code, detail, fields } = toLandfallError(error);
  const { message, hint } = errorTable[code];
  return (
    <div className="errornote" role="alert">
      <p>
        <b>{message}</b> {hint}
      </p>
      {fields && fields.length > 0 && (
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
        {detail && detail !== message && <span className="quiet breakable">{detail}</span>}
        {action}
      </p>
    </div>
  );
}
