/** The project as one file, for another machine; and such a file, where this station has no project yet. */
import { type ImportRequest, stationApiPrefix } from "@landfall/protocol";
import { useMutation } from "@tanstack/react-query";
import { station } from "../../api/station.ts";
import { usePopulations } from "../../live/use-snapshot.ts";
import { Section } from "./section.tsx";
import { TakeInProject } from "./take-in-project.tsx";

export function ProjectSection() {
  const isEmpty = usePopulations().every(({ manifests }) => manifests.length === 0);
  const look = useMutation({ mutationFn: (file: string) => station.lookIntoProject({ body: { file } }) });
  const take = useMutation({ mutationFn: (body: ImportRequest) => station.importProject({ body }) });
  return (
    <Section
      title="Project"
      text="All that was scanned and decided as one file, to go on with on another machine: rules, names, clocks, columns, encounters and who approved them. The photographs themselves are not in it, and no key."
      error={look.error ?? take.error}
    >
      <div className="formacts">
        <a className="btn" href={`${stationApiPrefix}/project.landfall`} download>
          Save the project
        </a>
      </div>
      {(isEmpty || take.data) && <TakeInProject look={look} take={take} />}
    </Section>
  );
}
