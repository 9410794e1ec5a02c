/** Whether 03-04-2021 is 3 April or 4 March, asked once for a folder where nothing in it tells. */
import { orderProofText, orderWords, type PatternsChange, type RootDates, type ScanJobId } from "@landfall/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { patternsQuery } from "../api/pattern-queries.ts";
import { scanJobQuery } from "../api/queries.ts";
import { station } from "../api/station.ts";
import { announce } from "../live/announce.ts";
import { Button } from "./button.tsx";
import { ErrorNote } from "./error-note.tsx";
import { count } from "./format.ts";
import "./styles/date-order.css";

interface DateOrderProps {
  readonly id: ScanJobId;
  readonly dates: RootDates;
  readonly onChanged?: (change: PatternsChange) => void;
}

export function DateOrderQuestion({ id, dates, onChanged }: DateOrderProps) {
  const name = useId();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const say = useMutation({
    mutationFn: (order: RootDates["order"]) =>
      station.setDateOrder({ params: { id }, body: { folder: dates.folder, order } }),
    onSuccess: (change) => {
      client.setQueryData(patternsQuery(id).queryKey, change.view);
      void client.invalidateQueries({ queryKey: scanJobQuery(id).queryKey });
      void client.invalidateQueries({ queryKey: ["patternTrial", id] });
      void client.invalidateQueries({ queryKey: ["patternPreview", id] });
      announce("Saved; the dates follow.");
      onChanged?.(change);
    },
  });
  const { folder, images, examples, order, by } = dates;
  const [first = ""] = examples;
  const isAsked = order === null;
  if (!isAsked && by !== "person" && !isOpen)
    return (
      <p className="quiet breakable">
        {orderProofText(dates)}{" "}
        <Button look="link" onClick={() => setOpen(true)}>
          It is not so
        </Button>
      </p>
    );
  const value = say.isPending ? say.variables : order;
  return (
    <fieldset className={isAsked ? "orderquestion asked" : "orderquestion"} aria-busy={say.isPending || undefined}>
      <legend>Which comes first in {first}, the day or the month?</legend>
      <p className="quiet breakable">
        <span className="mono">{folder}</span>: {count(images, "image")}
        {examples.length > 1 && ` below names such as ${examples.join(", ")}`}.
        {isAsked && " Until you say it, these are no dates."}
      </p>
      {(["dayFirst", "monthFirst"] as const).map((each) => (
        <label key={each}>
          <input type="radio" name={name} checked={value === each} onChange={() => say.mutate(each)} />
          <span>{orderWords(first, each)}</span>
        </label>
      ))}
      {say.error && <ErrorNote error={say.error} />}
    </fieldset>
  );
}
