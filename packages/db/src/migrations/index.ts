/** Forward only: a step that has been released is never edited, a new one is added. */
import { LandfallError } from "@landfall/protocol";
import type { Database } from "better-sqlite3";
import { counters } from "./001-counters.ts";
import { tables } from "./001-tables.ts";
import { activity } from "./002-activity.ts";
import { blocks } from "./003-blocks.ts";
import { settingSections } from "./004-settings.ts";
import { queue } from "./005-queue.ts";
import { verifications } from "./006-verifications.ts";
import { order } from "./007-order.ts";

import { pictures } from "./008-pictures.ts";
import { moments } from "./009-moments.ts";

import { budget } from "./010-budget.ts";
import { folders } from "./011-folders.ts";
import { azureSources } from "./012-azure-sources.ts";
import { pairs } from "./013-pairs.ts";
import { pausedScans } from "./014-paused-scans.ts";
import { asked } from "./015-asked.ts";
import { corrections } from "./016-corrections.ts";
import { noReceipt } from "./017-no-receipt.ts";
import { clocks } from "./018-clocks.ts";
import { further } from "./019-further.ts";
import { correctionsDue } from "./020-corrections-due.ts";
import { linkSpeed } from "./021-link-speed.ts";
import { scanSources } from "./022-sources.ts";
import { people } from "./023-people.ts";
import { since } from "./024-since.ts";
import { individuals } from "./025-individuals.ts";
import { locationPrecision } from "./026-location-precision.ts";
import { keptReceipt } from "./027-kept-receipt.ts";
import { imageFacts } from "./028-image-facts.ts";
import { before } from "./029-before.ts";
import { dayMonthOrder } from "./030-day-month-order.ts";
import { pictureTimes } from "./031-picture-times.ts";
import { pictureChecks } from "./032-picture-checks.ts";
import { toldFacts } from "./033-told-facts.ts";
import { reviewPages } from "./034-review-pages.ts";
import { emptied } from "./035-emptied.ts";
import { watched } from "./036-watched.ts";
import { catalogue } from "./037-catalogue.ts";
import { references } from "./038-references.ts";
import { unresolvedNames } from "./039-unresolved-names.ts";
import { numberGiven } from "./040-number-given.ts";
import { metadataChanged } from "./041-metadata-changed.ts";
import { undoDecisions } from "./042-undo-decisions.ts";
import { looks } from "./043-looks.ts";
import { findingDetails } from "./044-finding-details.ts";
import { cameraPeople } from "./045-camera-people.ts";
import { regroupDue } from "./046-regroup-due.ts";
import { areas } from "./047-areas.ts";
import { notApproved } from "./048-verified-again.ts";
import { covering } from "./049-covering.ts";
import { sharedPhotographs } from "./050-shared-photographs.ts";
import { noLongerSaid } from "./051-no-longer-said.ts";
import { changeTimes } from "./052-change-times.ts";
import { gone } from "./053-gone.ts";
import { places } from "./054-places.ts";
import { judged } from "./055-judged.ts";
import { takingIn } from "./056-taking-in.ts";
import { placedBy } from "./057-placed-by.ts";
import { mountPoints } from "./058-mount-points.ts";
import { changedThere } from "./059-changed-there.ts";
import { otherDrives } from "./060-other-drives.ts";
import { hubWentBack } from "./061-hub-went-back.ts";
import { formerHub } from "./062-former-hub.ts";
import { takenThere } from "./065-taken-there.ts";

export const migrations: readonly string[] = [
  tables + counters,
  activity,
  blocks,
  settingSections,
  queue,
  verifications,
  order,
  pictures,
  moments,
  budget,
  folders,
  azureSources,
  pairs,
  pausedScans,
  asked,
  corrections,
  noReceipt,
  clocks,
  further,
  correctionsDue,
  linkSpeed,
  scanSources,
  people,
  since,
  individuals,
  locationPrecision,
  keptReceipt,
  imageFacts,
  before,
  dayMonthOrder,
  pictureTimes,
  pictureChecks,
  toldFacts,
  reviewPages,
  emptied,
  watched,
  catalogue,
  references,
  unresolvedNames,
  numberGiven,
  metadataChanged,
  undoDecisions,
  looks,
  findingDetails,
  cameraPeople,
  regroupDue,
  areas,
  notApproved,
  covering,
  sharedPhotographs,
  noLongerSaid,
  changeTimes,
  gone,
  places,
  judged,
  takingIn,
  placedBy,
  mountPoints,
  changedThere,
  otherDrives,
  hubWentBack,
  formerHub,
  takenThere,
];

const versionOf = (sql: Database): number => sql.pragma("user_version", { simple: true }) as number;

/** Throws DATA_FROM_NEWER_VERSION before anything is written. */
export function refuseNewer(sql: Database, steps = migrations): void {
  if (versionOf(sql) <= steps.length) return;
  throw new LandfallError("DATA_FROM_NEWER_VERSION", {
    detail: `the database has version ${versionOf(sql)}, this Landfall knows ${steps.length}`,
  });
}

/** Takes the steps that are new to this database, all in one transaction. */
export function migrate(sql: Database, steps = migrations): void {
  if (versionOf(sql) >= steps.length) return;
  sql
    .transaction(() => {
      // Another process may have been faster.
      for (const step of steps.slice(versionOf(sql))) sql.exec(step);
      sql.pragma(`user_version = ${steps.length}`);
    })
    .immediate();
}
