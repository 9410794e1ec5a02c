/** Each column with a few of its cells, and what it is taken for. */
import { columnTitle, SheetField, type SheetMapping, type SheetTableView, sheetFieldWords } from "@landfall/protocol";
import { useId } from "react";
import { apart } from "../../ui/format.ts";

interface ColumnTableProps {
  readonly table: SheetTableView;
  readonly mapping: SheetMapping;
  readonly onChoose: (column: number, field: SheetField | null) => void;
}

const sureFrom = 0.75;

function guessWords(confidence: number | null, isSaved: boolean, field: SheetField | null): string {
  if (!isSaved) return "not saved yet";
  if (field === null) return "not used";
  if (confidence === null) return "said by you";
  return confidence >= sureFrom ? "guessed, sure" : "guessed, look at it";
}

export function ColumnTable({ table, mapping, onChoose }: ColumnTableProps) {
  const id = useId();
  return (
    <div className="columns">
      {table.columns.map(({ header, field: saved, confidence, samples, partOf }, column) => {
        const field = mapping.columns[column] ?? null;
        const isSaved = field === saved;
        const isUnsure = isSaved && field !== null && confidence !== null && confidence < sureFrom;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; headers may be alike or empty
          <div className="column" key={column}>
            <label htmlFor={`${id}${column}`}>
              <span className="breakable">{columnTitle(header, column)}</span>
              <small className="quiet breakable">{samples.length > 0 ? samples.map(apart).join(" · ") : "empty"}</small>
            </label>
            <div>
              <select
                id={`${id}${column}`}
                className={field === null ? "input none" : "input"}
                aria-describedby={`${id}${column}note`}
                value={field ?? ""}
                onChange={(event) =>
                  onChoose(column, event.target.value === "" ? null : SheetField.parse(event.target.value))
                }
              >
                <option value="">Not used</option>
                {SheetField.options.map((option) => (
                  <option key={option} value={option}>
                    {sheetFieldWords[option]}
                  </option>
                ))}
              </select>
              <small id={`${id}${column}note`} className={isUnsure ? "unsure" : "quiet"}>
                {partOf !== null && field === null
                  ? `part of ${sheetFieldWords[partOf]}`
                  : guessWords(confidence, isSaved, field)}
              </small>
            </div>
          </div>
        );
      })}
    </div>
  );
}
