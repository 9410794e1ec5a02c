/** One manifest, encounter by encounter: look, complete, approve. */
import type { EncounterFilter, EncounterRow, ManifestId, ManifestRow, PopulationSettings } from "@landfall/protocol";
import { askedFor, defaultPopulationSettings } from "@landfall/protocol";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { patchEncounter } from "../../api/encounter-cache.ts";
import { encounterPageQuery, encounterPageSize, encounterTotalQuery, manifestQuery } from "../../api/queries.ts";
import { station } from "../../api/station.ts";
import { useManifest, usePopulations, useSnapshot } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { formatNumber } from "../../ui/format.ts";
import { PageHead } from "../../ui/page-head.tsx";
import { ApprovalNote } from "./approval-note.tsx";
import { useCorrect } from "./corrections.ts";
import { useApproveMany, useDecideMany } from "./decide-many.ts";
import { EncounterBar, mergedAtMost } from "./encounter-bar.tsx";
import { EncounterStream } from "./encounter-stream.tsx";
import { FilterTabs } from "./filter-tabs.tsx";
import type { Verdict } from "./foresee.ts";
import { HelpDialog } from "./help-dialog.tsx";
import { HubUnknown } from "./hub-match.tsx";
import { LastCorrection, useUndoLast } from "./last-correction.tsx";
import { LicenseLine } from "./license-line.tsx";
import { Lightbox } from "./lightbox.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import { PictureCheckLine } from "./picture-check-line.tsx";
import "./review.css";
import "./encounter.css";
import "./lightbox.css";
import "./wall.css";
import "./corrections.css";
import "./findings.css";
import { SetDialog } from "./set-dialog.tsx";
import { UnsavedNotes } from "./unsaved-notes.tsx";
import { useSelection } from "./use-selection.ts";
import type { StreamFocus } from "./use-stream-focus.ts";

/** What a person looks at is as it was scanned, or says that it is not. */
async function lookAtFiles(client: QueryClient, { id, manifestId, review }: EncounterRow): Promise<void> {
  if (review === "approved" || review === "denied") return;
  const row = await station.checkEncounter({ params: { id } }).catch(() => undefined);
  if (!row) return;
  patchEncounter(client, manifestId, id, () => row);
  void client.invalidateQueries({ queryKey: ["images", id] });
}

function Lede({ manifest, populationName }: { manifest: ManifestRow; populationName: string | undefined }) {
  const { incomplete, pending, approved, denied } = manifest.encounters;
  const { skipped } = manifest.images;
  const images = Object.values(manifest.images).reduce((sum, value) => sum + value, 0) - skipped;
  const total = incomplete + pending + approved + denied;
  const stand = [
    ...(approved > 0 ? [`${formatNumber(approved)} approved`] : []),
    ...(pending > 0 ? [`${formatNumber(pending)} pending`] : []),
  ];
  return (
    <>
      {populationName && <span className="breakable">{populationName} · </span>}
      version {manifest.version} · <b>{formatNumber(total)}</b> {total === 1 ? "encounter" : "encounters"},{" "}
      <b>{formatNumber(images)}</b> {images === 1 ? "image" : "images"}
      {skipped > 0 && `, ${formatNumber(skipped)} left out`}
      {stand.length > 0 && ` · ${stand.join(", ")}`}
      {incomplete > 0 && (
        <>
          {stand.length > 0 ? ", " : " · "}
          <Link className="warnlink" to="/manifests/$id" params={{ id: manifest.id }} search={{ filter: "incomplete" }}>
            {formatNumber(incomplete)} incomplete
          </Link>
        </>
      )}
    </>
  );
}

/** Where to go on from a version that is only looked at. */
function InItsPlace({ manifest }: { manifest: ManifestRow }) {
  const newer = usePopulations()
    .flatMap(({ manifests }) => manifests)
    .filter(({ scanJobId }) => scanJobId === manifest.scanJobId)
    .toSorted((a, b) => b.version - a.version)[0];
  return (
    <p className="note">
      A newer version has taken the place of this one, which is kept to look at.{" "}
      {newer && (
        <Link to="/manifests/$id" params={{ id: newer.id }}>
          Go to version {newer.version}
        </Link>
      )}
    </p>
  );
}

interface ReviewProps {
  readonly manifest: ManifestRow;
  readonly populationName: string | undefined;
  readonly settings: PopulationSettings;
  readonly filter: EncounterFilter;
}

function Review({ manifest, populationName, settings, filter }: ReviewProps) {
  const [looking, setLooking] = useState<EncounterRow>();
  const [sets, setSets] = useState<"all" | "chosen">();
  const [helps, setHelps] = useState(false);
  const [merges, setMerges] = useState(false);
  const client = useQueryClient();
  const focus = useRef<StreamFocus>(null);
  const approve = useApproveMany(manifest.id);
  const decide = useDecideMany(manifest.id);
  const correct = useCorrect(manifest.id);
  const undoing = useUndoLast(manifest.id);
  const total = useQuery(encounterTotalQuery(manifest.id, filter)).data ?? 0;
  const selecting = useSelection<EncounterRow>({
    total,
    pageSize: encounterPageSize,
    page: (page) => encounterPageQuery(manifest.id, filter, page),
    keyOf: ({ id }) => id,
  });
  const { clear } = selecting;
  // What is out of sight is not judged by mistake, and a range begins among those that are shown.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter shows others.
  useEffect(clear, [clear, filter]);
  const look = (row: EncounterRow) => {
    setLooking(row);
    void lookAtFiles(client, row);
  };
  const giveBack = () => focus.current?.giveBack();
  const undoIt = () => {
    correct.reset();
    // What approving came to is so no more.
    undoing.undoLast(approve.reset);
  };
  const merge = (rows: readonly [EncounterRow, ...EncounterRow[]]) => {
    undoing.reset();
    correct.mutate(
      { kind: "merge", rows },
      {
        onSuccess: ({ encounters: [merged] }) => {
          selecting.clear();
          if (merged) focus.current?.follow(merged.id);
        },
      },
    );
  };
  const chosen = [...selecting.chosen.values()].map(({ id }) => id);
  const judge = (verdict: Verdict) => {
    if (approve.isPending || decide.isPending) return;
    const onSuccess = () => {
      selecting.clear();
      giveBack();
    };
    if (verdict === "approve") approve.mutate(chosen, { onSuccess });
    else decide.mutate({ decision: verdict, encounters: chosen }, { onSuccess });
  };
  const { incomplete, pending, approved, synced } = manifest.encounters;
  const isSuperseded = manifest.status === "superseded";
  return (
    <>
      <PageHead title={manifest.name} lede={<Lede manifest={manifest} populationName={populationName} />}>
        {approved > synced && !isSuperseded && (
          <Link className="btn" to="/">
            Go to Sync
          </Link>
        )}
        {pending > 0 && !isSuperseded && (
          <Button look="primary" busy={approve.isPending} onClick={() => approve.mutate(undefined)}>
            Approve {formatNumber(pending)} pending
          </Button>
        )}
      </PageHead>
      {isSuperseded && <InItsPlace manifest={manifest} />}
      {isSuperseded && (
        <UnsavedNotes
          of={({ manifestId }) => manifestId === manifest.id}
          isTitled
          hint="Where the newer version has the encounter, the text stands in its field there, to be saved."
        />
      )}
      {approve.error && <ErrorNote error={approve.error} />}
      {approve.data && <ApprovalNote id={manifest.id} done={approve.data} onClose={approve.reset} />}
      {!isSuperseded && incomplete > 0 && <LicenseLine id={manifest.id} />}
      {!isSuperseded && <PictureCheckLine />}
      {!isSuperseded && pending + incomplete > 0 && <HubUnknown manifestId={manifest.id} />}
      <div className="toolbar">
        <FilterTabs manifest={manifest} filter={filter} />
        <span className="grow" />
        <Link className="btn ghost" to="/scans/$id/pattern" params={{ id: manifest.scanJobId }}>
          Path patterns
        </Link>
        <Link className="btn ghost" to="/scans/$id/sources" params={{ id: manifest.scanJobId }}>
          Sheets and tracks
        </Link>
        <Button look="ghost" className="keysbutton" onClick={() => setHelps(true)}>
          Keys <kbd className="kbd">?</kbd>
        </Button>
        {pending + incomplete > 0 && !isSuperseded && <Button onClick={() => setSets("all")}>Set for all…</Button>}
      </div>
      {!isSuperseded && <LastCorrection undoing={undoing} onUndo={undoIt} />}
      <EncounterStream
        key={filter}
        manifestId={manifest.id}
        settings={settings}
        filter={filter}
        onLook={look}
        onHelp={() => setHelps(true)}
        selecting={isSuperseded ? undefined : selecting}
        onMerge={() => selecting.chosen.size > 1 && selecting.chosen.size <= mergedAtMost && setMerges(true)}
        onVerdict={judge}
        onSet={() => setSets("chosen")}
        onUndo={undoIt}
        focus={focus}
      />
      <EncounterBar
        selecting={selecting}
        merging={{ busy: correct.isPending, error: correct.error }}
        deciding={{ busy: approve.isPending || decide.isPending, error: decide.error }}
        total={total}
        onAll={() => {
          selecting.selectAll();
          giveBack();
        }}
        onVerdict={judge}
        onSet={() => setSets("chosen")}
        onMerge={() => setMerges(true)}
      />
      <MergeDialog
        rows={[...selecting.chosen.values()]}
        open={merges}
        setOpen={setMerges}
        onMerge={merge}
        onClosed={giveBack}
      />
      <Lightbox row={looking} canCorrect={!isSuperseded} onLook={setLooking} onClosed={giveBack} />
      <SetDialog
        id={manifest.id}
        encounters={sets === "chosen" ? chosen : []}
        open={sets !== undefined}
        setOpen={(open) => !open && setSets(undefined)}
      />
      <HelpDialog open={helps} setOpen={setHelps} />
    </>
  );
}

export function ReviewPage({ id, filter }: { id: ManifestId; filter: EncounterFilter }) {
  const live = useManifest(id);
  const rule = useSnapshot((state) => state.settings.license);
  const asked = useQuery({ ...manifestQuery(id), enabled: !live });
  const manifest = live?.manifest ?? asked.data;
  if (!manifest)
    return (
      <>
        <PageHead title="Review" />
        {asked.error ? <ErrorNote error={asked.error} /> : <p className="quiet">Reading the manifest…</p>}
      </>
    );
  return (
    <Review
      manifest={manifest}
      populationName={live?.population.name}
      settings={askedFor(live?.population.settings ?? defaultPopulationSettings, rule)}
      filter={filter}
    />
  );
}
