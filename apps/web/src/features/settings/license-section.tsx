/** What becomes of encounters that state no licence. */
import { LicenseRule } from "@landfall/protocol";
import { useId } from "react";
import { useSettings } from "../../live/use-settings.ts";
import { licenseWords } from "../../ui/words.ts";
import { Section } from "./section.tsx";

const words: Readonly<Record<LicenseRule, string>> = {
  ...licenseWords,
  ask: "Ask for one before approval",
  none: "None is needed, unless the population asks for one",
};

export function LicenseSection() {
  const id = useId();
  const { settings, change } = useSettings();
  return (
    <Section
      title="Licence"
      text="Without a licence nobody knows who may use the photographs. An encounter that states none waits for one, or gets the one that is chosen here when it is approved."
      error={change.error}
    >
      <div className="formfield">
        <label htmlFor={id}>Where none is stated</label>
        <select
          id={id}
          className="input"
          value={settings.license}
          onChange={({ target }) => change.mutate({ license: target.value as LicenseRule })}
        >
          {LicenseRule.options.map((rule) => (
            <option key={rule} value={rule}>
              {words[rule]}
            </option>
          ))}
        </select>
      </div>
    </Section>
  );
}
