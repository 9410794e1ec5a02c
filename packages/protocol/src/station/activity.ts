/** The activity log: who did what to what, and when. Append-only, and free of secrets. */
import { z } from "zod";

export const ActivityCategory = z.enum(["connection", "scan", "review", "sync", "proof", "settings"]);
export type ActivityCategory = z.infer<typeof ActivityCategory>;

/** A signed-in browser, the command line, or the station by itself. */
export const ActivityActor = z.enum(["browser", "command line", "station"]);
export type ActivityActor = z.infer<typeof ActivityActor>;

/** From where something was done. */
export const actorWords: Readonly<Record<ActivityActor, string>> = {
  browser: "in the browser",
  "command line": "from the command line",
  station: "by the station",
};

/** Every act that is noted, in words. */
export const activityWords = {
  connected: "Connected to a hub",
  hubLeft: "Left the former hub, with its receipts",
  receiptKeyAdded: "The hub has a new key for receipts",
  scanned: "Scanned",
  scanFailed: "Scan failed",
  scanCancelled: "Scan cancelled",
  foldersSet: "Folders of a scan set",
  watchSet: "Watching of folders set",
  regrouped: "Grouped again",
  clockCorrected: "Camera clock corrected",
  sourcesSet: "Sheets and tracks set",
  sheetMapped: "Columns of a sheet said",
  clockRestored: "Correction of a camera clock taken back",
  aliasesSet: "Photographers resolved",
  cameraPersonSet: "Photographer of a camera said",
  areaSet: "Area of a population said",
  identifiersSet: "Identifiers of individuals set",
  patternsSet: "Path patterns set",
  dateOrderSet: "Order of day and month said",
  fieldsSet: "Fields set",
  approved: "Approved",
  denied: "Denied",
  reopened: "Reopened",
  split: "Split",
  merged: "Merged",
  imagesMoved: "Images moved",
  leftOut: "Images left out",
  takenBack: "Images taken back",
  imagesDescribed: "Images described",
  keptAsIs: "Damaged images to be delivered as they are",
  undone: "Undone",
  answered: "Question answered",
  hubWentBack: "Hub put back to an earlier state",
  syncStarted: "Sync started",
  syncContinued: "Sync asked for again",
  syncPaused: "Sync paused",
  syncResumed: "Sync went on",
  syncMoved: "Order of the queue changed",
  sendFirst: "Chosen to be sent first",
  sendInOrder: "To be sent in order again",
  syncCancelled: "Sync cancelled",
  syncFinished: "Sync finished",
  syncFailed: "Sync failed",
  retried: "Retried",
  reset: "Reset",
  verified: "Verified",
  cardChecked: "Card checked",
  reportExported: "Delivery report exported",
  recordsExported: "Records exported",
  precisionSet: "Precision of places set",
  proofExported: "Proof exported",
  activityExported: "Activity exported",
  projectExported: "Project exported",
  projectImported: "Project taken in",
  linkTested: "Link tested",
  settingsChanged: "Settings changed",
} as const;

export type ActivityAction = keyof typeof activityWords;
export const ActivityAction = z.enum(Object.keys(activityWords) as [ActivityAction, ...ActivityAction[]]);

export const ActivitySubject = z.object({
  /** `change`: what `landfall undo` takes, as long as it can be undone. */
  kind: z.enum(["hub", "scanJob", "manifest", "encounter", "run", "image", "folder", "change"]),
  id: z.string(),
  name: z.string().nullable(),
});
export type ActivitySubject = z.infer<typeof ActivitySubject>;

export const ActivityEntry = z.object({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  category: ActivityCategory,
  actor: ActivityActor,
  action: ActivityAction,
  subject: z.array(ActivitySubject),
  detail: z.string().nullable(),
});
export type ActivityEntry = z.infer<typeof ActivityEntry>;

/** A moment, or a day, which begins at midnight UTC. */
const When = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

export const ActivityFilter = z.object({
  category: ActivityCategory.optional(),
  /** From then on. */
  since: When.optional(),
  /** Up to then, without it. */
  until: When.optional(),
});

export const ActivityQuery = ActivityFilter.extend({
  /** Only what is older than this entry. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

export const ActivityPage = z.object({
  /** All that the filter lets through. */
  total: z.int().nonnegative(),
  /** Newest first. */
  entries: z.array(ActivityEntry),
  /** To be given as `before`; null at the end. */
  next: z.int().nullable(),
});
export type ActivityPage = z.infer<typeof ActivityPage>;
