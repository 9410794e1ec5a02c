/** The files of a check that are not proven, by reason; or those that do not count. */
import type { CardCheckId, CardFile, CardFileKind } from "@landfall/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { cardFilesQuery } from "../../api/proof-queries.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber } from "../../ui/format.ts";

interface FilesProps {
  readonly id: CardCheckId;
  readonly kind: CardFileKind;
  readonly total: number;
}

function Reason({ files, isOpen }: { files: readonly CardFile[]; isOpen: boolean }) {
  const [first] = files;
  if (!first) return null;
  return (
    <details className="foldable" open={isOpen}>
      <summary>
        <span>
          {first.message} <span className="quiet">{count(files.length, "file")}</span> <code>{first.reason}</code>
        </span>
      </summary>
      <ul className="files">
        {files.map(({ filePath }) => (
          <li key={filePath}>{filePath}</li>
        ))}
      </ul>
    </details>
  );
}

const titles: Record<CardFileKind, string> = { problems: "What is in the way", junk: "Not counted" };

export function CheckFiles({ id, kind, total }: FilesProps) {
  const asked = useInfiniteQuery(cardFilesQuery(id, kind));
  const files = asked.data?.pages.flatMap(({ items }) => items) ?? [];
  const byReason = [...Map.groupBy(files, ({ reason }) => reason)];
  return (
    <section className="checkpart">
      <h3>{titles[kind]}</h3>
      {asked.error && <ErrorNote error={asked.error} />}
      {byReason.map(([reason, of]) => (
        <Reason key={reason} files={of} isOpen={kind === "problems"} />
      ))}
      {asked.hasNextPage && (
        <Button busy={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          Show more: {formatNumber(total - files.length)} left
        </Button>
      )}
    </section>
  );
}
