/** One table of a sheet: what its columns are taken for, and which of its rows found photographs. */
import type { DayMonthOrder, RowProblemCode, SheetField, SheetMapping, SheetTableView } from "@landfall/protocol";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { ColumnTable } from "./column-table.tsx";
import { DateOrder } from "./date-order.tsx";
import { SheetRows } from "./sheet-rows.tsx";

interface SheetCardProps {
  readonly table: SheetTableView;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onMap: (mapping: SheetMapping) => void;
}

const mappingOf = ({ columns, dayMonthOrder }: SheetTableView): SheetMapping => ({
  columns: columns.map(({ field }) => field),
  dayMonthOrder,
});

/** A field is said by one column: the column that had it lets it go. */
const withColumn = ({ columns, dayMonthOrder }: SheetMapping, at: number, field: SheetField | null): SheetMapping => ({
  columns: columns.map((each, column) => (column === at ? field : each === field ? null : each)),
  dayMonthOrder,
});

/** What a person settles by saying whether day or month comes first. */
const settledByOrder: readonly RowProblemCode[] = ["DATE_EITHER", "DATE_SWAPPED", "DATE_DOUBTFUL", "YEAR_EITHER"];

export function SheetCard({ table, isBusy, error, onMap }: SheetCardProps) {
  const id = useId();
  const saved = mappingOf(table);
  const [draft, setDraft] = useState<SheetMapping>();
  const mapping = draft ?? saved;
  const isChanged = JSON.stringify(mapping) !== JSON.stringify(saved);
  const { name, tableName, headerRow, match } = table;
  const unclear = match?.problems.some(({ code }) => settledByOrder.includes(code)) ?? false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    onMap(mapping);
    setDraft(undefined);
  };
  return (
    <section className="card sheet" aria-labelledby={id}>
      <header>
        <h2 id={id} className="breakable">
          {name}
          {tableName !== null && <span className="quiet"> · {tableName}</span>}
          {headerRow > 1 && <span className="quiet"> · from row {headerRow}</span>}
        </h2>
        {match ? (
          <Chip tone={match.used === match.rows ? "live" : "quiet"}>
            {formatNumber(match.used)} of {count(match.rows, "row")} with photographs
          </Chip>
        ) : (
          <Chip tone="warn">Not used</Chip>
        )}
      </header>
      {!match && (
        <p className="note">
          No column says what its rows are of: choose a date, the names of photographs or a folder.
        </p>
      )}
      {match && <SheetRows match={match} />}
      <form onSubmit={submit}>
        <h3>Columns</h3>
        <ColumnTable
          table={table}
          mapping={mapping}
          onChoose={(column, field) => setDraft(withColumn(mapping, column, field))}
        />
        <DateOrder
          isAsked={unclear}
          proven={table.provenOrder}
          value={mapping.dayMonthOrder}
          onChange={(dayMonthOrder: DayMonthOrder | null) => setDraft({ ...mapping, dayMonthOrder })}
        />
        {error && <ErrorNote error={error} />}
        <div className="formacts">
          <span className="quiet">
            {table.isMapped
              ? "Remembered for every sheet with this header."
              : "Guessed; saving remembers it for every sheet with this header."}
          </span>
          {isChanged && <Button onClick={() => setDraft(undefined)}>Undo</Button>}
          <Button
            type="submit"
            look={isChanged ? "primary" : "plain"}
            busy={isBusy}
            disabled={!isChanged && table.isMapped}
          >
            {isChanged ? "Save columns" : "Confirm columns"}
          </Button>
        </div>
      </form>
    </section>
  );
}
