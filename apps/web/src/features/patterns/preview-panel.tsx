/** What patterns would make, before anything is made: encounters, the source of each field, and what no pattern fits. */
import {
  coveredWords,
  type FieldCoverage,
  type PatternPreview,
  percent,
  type ScanJobId,
  sourceWords,
} from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { patternPreviewQuery } from "../../api/pattern-queries.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatEventDate, formatNumber, noun } from "../../ui/format.ts";
import { Tally } from "../../ui/tally.tsx";

function Coverage({ coverage, images }: { coverage: readonly FieldCoverage[]; images: number }) {
  return (
    <table className="coverage">
      <caption className="sr">Where each field comes from, by images</caption>
      <tbody>
        {coverage.map(({ field, sources }) => (
          <tr key={field}>
            <th scope="row">{coveredWords[field]}</th>
            <td>
              <span className="coveragebar" aria-hidden="true">
                {sources.map(({ source, images: of }) => (
                  <i key={source ?? "none"} className={source ?? "none"} style={{ flexGrow: of }} />
                ))}
              </span>
              {sources
                .map(
                  ({ source, images: of }) =>
                    `${source === null ? "none" : sourceWords[source]} ${percent(of, images)}`,
                )
                .join(", ")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Sample = PatternPreview["samples"][number];

const sampleWords = ({ eventDate, locality, recordedBy, encounterNumber, organismName }: Sample): string =>
  [
    eventDate === null ? "No date" : formatEventDate(eventDate),
    locality ?? "no locality",
    recordedBy ?? "no photographer",
    ...(encounterNumber === null ? [] : [`encounter ${encounterNumber}`]),
    ...(organismName === null ? [] : [organismName]),
  ].join(" · ");

function Samples({ samples, of }: { samples: readonly Sample[]; of: number }) {
  return (
    <details className="foldable" open={samples.length < 6}>
      <summary>
        <span>
          {samples.length < of ? `${samples.length} of the encounters` : "The encounters"}{" "}
          <span className="quiet">from first to last</span>
        </span>
      </summary>
      <ul className="samples">
        {samples.map((sample, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that is replaced as a whole; two encounters may look alike.
          <li key={index}>
            <span className="breakable">{sampleWords(sample)}</span>{" "}
            <span className="quiet">{count(sample.images, "image")}</span>
            <small className="quiet mono breakable">{sample.folder}</small>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Preview({ preview }: { preview: PatternPreview }) {
  const { encounters, complete, incomplete, encountersNow, images, coverage, samples, unmapped } = preview;
  return (
    <>
      <Tally
        parts={[
          [
            encounters,
            `${noun(encounters, "encounter")}${encountersNow === null ? "" : `, now ${formatNumber(encountersNow)}`}`,
          ],
          [complete, "complete"],
          [incomplete, "with something missing"],
        ]}
      />
      <Coverage coverage={coverage} images={images} />
      <Samples samples={samples} of={encounters} />
      {unmapped.images > 0 && (
        <details className="foldable">
          <summary>
            <span>
              Left to be guessed, since no pattern fits <span className="quiet">{count(unmapped.images, "image")}</span>
            </span>
          </summary>
          <ul className="files">
            {unmapped.examples.map((path) => (
              <li key={path}>{path}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** More are counted only when asked for: it takes the station some seconds. */
const mostUnasked = 20_000;

interface PreviewPanelProps {
  readonly id: ScanJobId;
  readonly patterns: readonly string[];
  readonly images: number;
}

export function PreviewPanel({ id, patterns, images }: PreviewPanelProps) {
  const [wanted, setWanted] = useState<string>();
  const isWanted = images <= mostUnasked || wanted === patterns.join("\n");
  const { data, error, isPlaceholderData, isFetching } = useQuery({
    ...patternPreviewQuery(id, patterns),
    enabled: isWanted,
  });
  return (
    <section className="card preview" aria-labelledby="preview" aria-busy={isPlaceholderData || undefined}>
      <h2 id="preview">What it would make</h2>
      {!isWanted && (
        <Button onClick={() => setWanted(patterns.join("\n"))}>Group {count(images, "image")} to see</Button>
      )}
      {error ? (
        <ErrorNote error={error} />
      ) : isWanted && data ? (
        <Preview preview={data} />
      ) : (
        isFetching && <p className="quiet">Grouping…</p>
      )}
    </section>
  );
}
