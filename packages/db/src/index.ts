export * from "./activity.ts";
export { approvedBefore } from "./approved-before.ts";
export { removeHalfTakenIn } from "./archive/half-taken-in.ts";
export { type PathHere, pathsHere, placesIn, prepareArchive } from "./archive/prepare.ts";
export { archiveHead, readArchive } from "./archive/read.ts";
export { refuseUnlessEmpty, type TakenIn, takeIn } from "./archive/take-in.ts";
export { archiveText, hidingHome } from "./archive/write.ts";
export * from "./areas.ts";
export { renewBudget, setBudget } from "./budget.ts";
export * from "./camera-people.ts";
export { hadPhotographs } from "./carry-over.ts";
export { type KeptCatalogue, keptCatalogue, storeCatalogue } from "./catalogue.ts";
export { addClock, clock, clocksOf, removeClock } from "./clocks.ts";
export { manifestSums, toImageCounts, totalOf } from "./counters.ts";
export * from "./database.ts";
export * from "./delivered.ts";
export * from "./delivered-pictures.ts";
export { type NewDraft, type Outline, type StoredDraft, storeAtOnce, storeDraft } from "./draft.ts";
export { type DraftSource, type Making, makeDraft } from "./draft-making.ts";
export { type DraftOfReading, removeHidden, unshownJobs } from "./draft-version.ts";
export { embargoOf } from "./embargo.ts";
export {
  type EncounterRecord,
  encounterRecord,
  encounterRecords,
  encounterRow,
  manifestOf,
} from "./encounter.ts";
export * from "./encounter-page.ts";
export { encounterTitle } from "./encounter-title.ts";
export { announceConnection, eventsKept, eventsSince, lastSeq } from "./event.ts";
export { withClassifiedFailures } from "./failure.ts";
export { countFiles, knownFile, knownFiles, readingFiles, storeFiles } from "./file.ts";
export * from "./file-checks.ts";
export { knownFolder } from "./folder.ts";
export { forgetHub } from "./forget-hub.ts";
export { formerHubOf, type HeldByHub, heldByHub } from "./former-hub.ts";
export { isGone, keepGone } from "./gone-files.ts";
export { groupedBy, jobsToRegroup, markRegroupDue } from "./grouped-by.ts";
export { lastChange, noteLastChange, noteWentBack, wentBackMs } from "./hub-went-back.ts";
export { imagePage } from "./image.ts";
export { describeImages } from "./image-facts.ts";
export { type Findings, imagesWith } from "./image-findings.ts";
export * from "./individuals.ts";
export * from "./inventory.ts";
export * from "./jobs-of-folders.ts";
export { keepAsIs } from "./kept-as-is.ts";
export { type KeptBack, type KeptBackScope, keptBack } from "./kept-back.ts";
export { createLedger, hasApproved } from "./ledger.ts";
export { linkSpeed, setLinkSpeed } from "./link-speed.ts";
export { currentManifests, type ManifestRecord, manifestRecord, manifestRow, openManifest } from "./manifest.ts";
export * from "./moment.ts";
export { mountPointsOf, setMountPoints } from "./mount-points.ts";
export { chooseFirst, chooseNoMore } from "./order.ts";
export { isImageOnOtherDrive, keepOtherDrives } from "./other-drives.ts";
export * from "./people.ts";
export * from "./photographers.ts";
export * from "./photographs.ts";
export * from "./picture-checks.ts";
export { placedBefore } from "./placed-before.ts";
export { type PlacedDraft, type Placing, someFrom } from "./placed-draft.ts";
export { placeDrafts } from "./placing.ts";
export * from "./population.ts";
export { applyTroubled, encountersThatNeedPerson, problemFiles, problems } from "./problems.ts";
export * from "./profile.ts";
export { imagesInQuestion, openQuestions } from "./questions.ts";
export { moveInQueue, queue } from "./queue.ts";
export {
  type RecordGroup,
  type RecordImage,
  type RecordScope,
  type RecordTally,
  recordEncounters,
  recordImages,
  recordTally,
  untoldEncounters,
  valuesOfEvents,
} from "./records.ts";
export { redatedSince } from "./redated.ts";
export { markAllToJudge, rederiveAll, rederiving, rederivingAll } from "./rederive.ts";
export { rejudgeOutdated } from "./rejudge.ts";
export { type ReportFile, type ReportImage, reportPage, reportTotals } from "./report.ts";
export { resetManifest } from "./reset.ts";
export { leaveOut, mergeEncounters, moveToEncounter, splitEncounter } from "./reshape.ts";
export { decisionsIn, undoing, undoReshaping } from "./reshape-undo.ts";
export * from "./review.ts";
export * from "./review-many.ts";
export { filesOfPlace, holdsWhatWasIn, keepPlace, type Place } from "./root-places.ts";
export * from "./roots.ts";
export * from "./run.ts";
export { runResultText } from "./run-activity.ts";
export * from "./scan-job.ts";
export * from "./scan-rules.ts";
export * from "./scan-source.ts";
export { refuseOtherwise } from "./seen.ts";
export { settingArea, storeArea } from "./set-area.ts";
export * from "./setting.ts";
export { atOnce, inSlices } from "./slices.ts";
export { type FarPicture, imageSource, ownSources, sources } from "./sources.ts";
export { undoableChange, undoableChanges } from "./undoable.ts";
export { keepUnread } from "./unread-files.ts";
export * from "./verification.ts";
