/** Approved encounters and their photographs, of a few bytes each. */
import { createHash, randomUUID } from "node:crypto";
import {
  defaultSettings,
  type EncounterId,
  type EncounterValues,
  emptyValues,
  type ImageFacts,
  type Md5,
  noFacts,
  type Sha256,
  type StationSettings,
} from "@landfall/protocol";
import {
  type FarImage,
  type ImageRecord,
  newImage,
  type OnHub,
  type OwnImage,
  type SyncEncounter,
  type SyncImage,
} from "../../src/index.ts";

export const withTransfers = (transfers: number): StationSettings => ({ ...defaultSettings, transfers });

export const hex = (algorithm: string, text: string) => createHash(algorithm).update(text).digest("hex");

type Writable = "record" | "hubEncounter" | "leftOut" | "facts" | "told";
export type FakeImage = (Omit<OwnImage, Writable> | Omit<FarImage, Writable>) & {
  readonly text: string;
  record: ImageRecord;
  hubEncounter: SyncImage["hubEncounter"];
  leftOut: string | null;
  facts: ImageFacts;
  told: ImageFacts | null;
};
export type FakeEncounter = { -readonly [K in keyof SyncEncounter]: SyncEncounter[K] } & {
  images: FakeImage[];
  strays: OnHub[];
};

export const image = (text: string, bytes = Buffer.byteLength(text)): FakeImage => ({
  text,
  sha256: hex("sha256", text) as Sha256,
  md5: hex("md5", text) as Md5,
  bytes,
  mediaType: "image/jpeg",
  fileName: `${text}.jpg`,
  capturedAt: null,
  rating: null,
  facts: noFacts,
  told: null,
  hasPreview: true,
  hashed: null,
  record: newImage,
  hubEncounter: null,
  leftOut: null,
  takenOut: [],
});

/** One that lies in somebody's container, which states no MD5. */
export const farImage = (text: string): FakeImage => ({
  ...image(text),
  md5: null,
  source: { account: "acme", container: "season", name: `${text}.jpg`, etag: "0x1" },
});

export const encounter = (values: Partial<EncounterValues>, texts: readonly string[]): FakeEncounter => ({
  id: randomUUID() as EncounterId,
  eventID: randomUUID() as SyncEncounter["eventID"],
  encounterNumber: null,
  values: { ...emptyValues, eventDate: "2024-07-15", locality: "Haro Strait", recordedBy: "BW", ...values },
  hubEncounterId: null,
  answer: null,
  delivered: null,
  strays: [],
  images: texts.map((text) => image(text)),
});
