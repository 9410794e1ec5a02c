/** What the station's use-cases share. */
import type { StationDatabase } from "@landfall/db";
import type { ManifestId } from "@landfall/protocol";
import type { AzureSources } from "./azure-sources.ts";
import type { CardChecks } from "./card-checks.ts";
import type { Catalogues } from "./catalogues.ts";
import type { Connection } from "./connection.ts";
import type { Drafts } from "./drafts.ts";
import type { LinkProbe } from "./link-probe.ts";
import type { Looks } from "./looks.ts";
import type { PictureChecks } from "./picture-checks.ts";
import type { StationOptions } from "./port.ts";
import type { Runs } from "./runs.ts";
import type { Scans } from "./scans.ts";
import type { Unattended } from "./unattended.ts";
import type { Verifications } from "./verifications.ts";

export interface StationContext {
  readonly db: StationDatabase;
  readonly connection: Connection;
  readonly runs: Runs;
  readonly scans: Scans;
  readonly drafts: Drafts;
  readonly looks: Looks;
  readonly azure: AzureSources;
  readonly cards: CardChecks;
  readonly verifications: Verifications;
  readonly linkProbe: LinkProbe;
  readonly pictureChecks: PictureChecks;
  readonly catalogues: Catalogues;
  readonly unattended: Unattended;
  readonly options: StationOptions;
}

export type WithManifest = { readonly params: { readonly id: ManifestId } };
