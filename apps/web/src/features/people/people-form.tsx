/** All names of a population at once: what is written beside them is saved as one change. */
import type { AliasesRequest, PeopleView, PhotographerName } from "@landfall/protocol";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";
import { InParts } from "../../ui/parts.tsx";
import { useParts } from "../../ui/use-parts.ts";
import { changedAliases, isWrong, type NameDrafts, savedDraft } from "./name-drafts.ts";
import { NameRow } from "./name-row.tsx";

const textOf = ({ name, people }: PhotographerName): string => [name, ...people.map((each) => each.name)].join(" ");

interface PeopleFormProps {
  readonly view: PeopleView;
  readonly isSaving: boolean;
  readonly onSave: (request: AliasesRequest, onSaved: () => void) => void;
}

export function PeopleForm({ view, isSaving, onSave }: PeopleFormProps) {
  const id = useId();
  const { names, people, defaultPhotographer, withoutPhotographer } = view;
  const [drafts, setDrafts] = useState<NameDrafts>({});
  const [standIn, setStandIn] = useState(defaultPhotographer ?? "");
  const parts = useParts(names, textOf);
  const aliases = changedAliases(names, drafts);
  const isOtherDefault = standIn.trim() !== (defaultPhotographer ?? "");
  const changes = aliases.length + Number(isOtherDefault);
  const wrong = isWrong({ text: standIn }) || Object.values(drafts).some(isWrong);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changes === 0 || wrong || isSaving) return;
    onSave({ aliases, ...(isOtherDefault && { defaultPhotographer: standIn.trim() || null }) }, () => setDrafts({}));
  };
  return (
    <form className="peopleform" onSubmit={submit} aria-label="Photographers">
      <datalist id={`${id}-people`}>
        {people.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <InParts of={parts} noun="name">
        <ul className="names" aria-label="Names as they are written">
          {parts.shown.map((each) => (
            <NameRow
              key={each.name}
              of={each}
              draft={drafts[each.name] ?? savedDraft(each)}
              isChanged={aliases.some(({ name }) => name === each.name)}
              knownPeople={`${id}-people`}
              onChange={(draft) => setDrafts((all) => ({ ...all, [each.name]: draft }))}
            />
          ))}
        </ul>
      </InParts>
      <div className="formfield standin">
        <label htmlFor={`${id}-default`}>Where nobody is named ({count(withoutPhotographer, "encounter")})</label>
        <input
          id={`${id}-default`}
          className="input"
          list={`${id}-people`}
          value={standIn}
          placeholder="Full name of the usual photographer"
          autoComplete="off"
          onChange={(event) => setStandIn(event.target.value)}
        />
      </div>
      <div className="formacts peopleacts">
        <span className="quiet" role="status">
          {changes === 0 ? "Nothing to save." : `${count(changes, "change")} not saved.`}
        </span>
        <Button type="submit" look="primary" busy={isSaving || changes === 0 || wrong}>
          Save
        </Button>
      </div>
    </form>
  );
}
