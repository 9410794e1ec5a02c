/** Every image that failed for one cause, a part at a time, each with a Retry of its own. */
import type { ErrorCode, ProblemFile, ProblemGroup } from "@landfall/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { problemFilesQuery } from "../../api/queries.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { formatNumber } from "../../ui/format.ts";
import { useRetry } from "./actions.ts";

type Of = Pick<ProblemGroup, "encounterId" | "manifestId">;

const nameOf = (filePath: string): string => filePath.slice(filePath.lastIndexOf("/") + 1);

function FileLine({ of, file }: { of: Of; file: ProblemFile }) {
  const retry = useRetry(of.manifestId, { encounter: of.encounterId, image: file.sha256 });
  return (
    <li className="problemfile">
      <span className="breakable">{file.filePath}</span>
      <Button
        look="link"
        busy={retry.isPending}
        onClick={() => retry.mutate()}
        aria-label={`Retry ${nameOf(file.filePath)}`}
      >
        Retry
      </Button>
      {retry.error && <ErrorNote error={retry.error} />}
    </li>
  );
}

export function ProblemFiles({ of, code, total }: { of: Of; code: ErrorCode; total: number }) {
  const asked = useInfiniteQuery(problemFilesQuery(of.encounterId, code));
  const files = asked.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      {asked.error && <ErrorNote error={asked.error} />}
      {asked.isPending && <p className="quiet">Reading the files…</p>}
      <ul className="files">
        {files.map((file) => (
          <FileLine key={file.sha256} of={of} file={file} />
        ))}
      </ul>
      {asked.hasNextPage && (
        <Button busy={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          Show more: {formatNumber(Math.max(total - files.length, 0))} left
        </Button>
      )}
    </>
  );
}
