/** How identifiers are written: examples, the regular expression that they make, and what it would find. */
import { Identifier, type IdentifiersRequest, type PopulationId } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useDeferredValue, useId, useState } from "react";
import { identifiersPreviewQuery } from "../../api/population-queries.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber } from "../../ui/format.ts";

const examplesIn = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((each) => each.trim())
    .filter((each) => each !== "");

const isWrong = (examples: readonly string[]): boolean =>
  examples.length > 100 || examples.some((each) => !Identifier.safeParse(each).success);

function Preview({ id, examples }: { id: PopulationId; examples: readonly string[] }) {
  const body = { examples: [...examples], corrections: [], forget: [] };
  const { data, error } = useQuery(identifiersPreviewQuery(id, body));
  if (error) return <ErrorNote error={error} />;
  if (!data) return <p className="quiet">Looking at the names…</p>;
  if (data.pattern === null) return <p className="quiet">Without an example nothing is taken for an individual.</p>;
  return (
    <p role="status" className="breakable">
      <code>{data.pattern}</code> finds <b>{count(data.found, "individual")}</b>
      {data.examples.length > 0 && ` (${data.examples.join(", ")}${data.found > data.examples.length ? " …" : ""})`};{" "}
      {formatNumber(data.near)} {data.near === 1 ? "text is" : "texts are"} nearly one.
    </p>
  );
}

interface RuleFormProps {
  readonly id: PopulationId;
  readonly saved: readonly string[];
  readonly isSaving: boolean;
  readonly onSave: (request: Partial<IdentifiersRequest>) => void;
}

export function RuleForm({ id, saved, isSaving, onSave }: RuleFormProps) {
  const field = useId();
  const [text, setText] = useState(saved.join(", "));
  const examples = examplesIn(text);
  const shown = useDeferredValue(text);
  const wrong = isWrong(examples);
  const isSame = examples.join() === saved.join();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong && !isSame && !isSaving) onSave({ examples });
  };
  return (
    <form className="ruleform" onSubmit={submit} aria-label="How identifiers are written">
      <div className="formfield">
        <label htmlFor={field}>Examples of identifiers</label>
        <input
          id={field}
          className="input"
          value={text}
          placeholder="T002B, J047"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? `${field}-wrong` : undefined}
          onChange={(event) => setText(event.target.value)}
        />
        {wrong && (
          <small className="wrong" id={`${field}-wrong`}>
            An identifier has 2 to 60 letters and digits.
          </small>
        )}
      </div>
      {!wrong && <Preview id={id} examples={examplesIn(shown)} />}
      <div className="formacts">
        <Button type="submit" look={isSame ? "plain" : "primary"} busy={isSaving || wrong || isSame}>
          Save
        </Button>
      </div>
    </form>
  );
}
