/** May this card be erased? Every file in it is read now and held against the hub's receipts. */
import type { CardCheckId, CardCheckView } from "@landfall/protocol";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { cardChecksQuery } from "../../api/proof-queries.ts";
import { station } from "../../api/station.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { type Folder, FolderPicker } from "../../ui/folder-picker.tsx";
import { count, formatInstant } from "../../ui/format.ts";
import { PageHead } from "../../ui/page-head.tsx";
import "../../ui/styles/jobs.css";
import "./cards.css";
import { CheckPanel } from "./check-panel.tsx";

function CheckForm({ onStarted }: { onStarted: (id: CardCheckId) => void }) {
  const [chosen, setChosen] = useState<Folder[]>([]);
  const [folder] = chosen;
  const start = useMutation({
    mutationFn: (path: string) => station.checkCard({ body: { folder: path, offline: false } }),
    onSuccess: ({ id }) => onStarted(id),
  });
  return (
    <section className="card cardform" aria-labelledby="card-where">
      <h2 id="card-where">Which card or folder?</h2>
      <FolderPicker single chosen={chosen} onChange={setChosen} />
      {start.error && <ErrorNote error={start.error} />}
      <div className="formacts">
        <span className="quiet breakable cardchosen">
          {folder ? <span className="mono">{folder.path}</span> : "Choose one first."}
        </span>
        <Button
          look="primary"
          disabled={!folder}
          busy={start.isPending}
          onClick={() => folder && start.mutate(folder.path)}
        >
          {start.isPending ? "Starting…" : "Check"}
        </Button>
      </div>
    </section>
  );
}

function Verdict({ check }: { check: CardCheckView }) {
  if (check.state === "running")
    return (
      <Chip tone="live" busy>
        Checking
      </Chip>
    );
  if (check.state !== "done") return <Chip tone="warn">{check.state === "failed" ? "Failed" : "Stopped"}</Chip>;
  if (check.signedAsOf || (check.unasked && check.problems === 0)) return <Chip tone="warn">Hub not asked</Chip>;
  return check.safe ? <Chip tone="live">Was safe to erase</Chip> : <Chip tone="bad">Not safe</Chip>;
}

function FormerChecks({ shown }: { shown: CardCheckId | undefined }) {
  const checks = useQuery(cardChecksQuery).data?.items.filter(({ id }) => id !== shown) ?? [];
  if (checks.length === 0) return null;
  return (
    <section className="former" aria-labelledby="former-checks">
      <h2 id="former-checks">Checks since the station started</h2>
      <ul className="card formerlist">
        {checks.map((check) => (
          <li key={check.id}>
            <Link to="/cards" search={{ check: check.id }} className="breakable">
              {check.folder}
            </Link>
            <span className="quiet">
              {count(check.files, "file")} · {formatInstant(check.startedAt)}
            </span>
            <Verdict check={check} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function CardsPage({ check }: { check: CardCheckId | undefined }) {
  const navigate = useNavigate();
  return (
    <>
      <PageHead
        title="Check a card before erasing"
        lede="Every file in the folder is read now and held against the hub's signed receipts, and the hub is asked whether it still has it. Nothing in it is changed, and nothing is ever deleted: erasing stays with you."
      />
      {check ? (
        <CheckPanel key={check} id={check} />
      ) : (
        <CheckForm onStarted={(id) => void navigate({ to: "/cards", search: { check: id } })} />
      )}
      <FormerChecks shown={check} />
    </>
  );
}
