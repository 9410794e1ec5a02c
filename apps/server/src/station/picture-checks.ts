/**
 * Decodes every photograph once, in the background: one at a time, while no folder is read, and never while a person has paused it.
 * What was decoded is stored by its bytes, so it goes on where it was after a restart.
 */
import {
  type ImageRange,
  imageRanges,
  isPictureChecked,
  type PictureDue,
  picturesDue,
  type StationDatabase,
  settings,
  sources,
  storePictureCheck,
} from "@landfall/db";
import type { PictureChecks as View } from "@landfall/protocol";
import { type Decoder, openDecoder } from "../picture-check/decoder.ts";
import type { StationOptions } from "./port.ts";

export interface PictureChecks {
  view(): View;
  /** Begins by itself from now on: the station stays. */
  resume(): void;
  /** Something may be due, or may go on. */
  wake(): void;
  /** Decodes what is left also where it is paused, and in a station that only carries out one command. */
  runNow(): void;
  stop(): Promise<void>;
}

export interface PictureChecksOptions {
  readonly db: StationDatabase;
  readonly isScanning: () => boolean;
  readonly log: StationOptions["log"];
  readonly decoder?: Decoder;
}

/** Lets everything else have its turn. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

export function openPictureChecks({
  db,
  isScanning,
  log,
  decoder = openDecoder(),
}: PictureChecksOptions): PictureChecks {
  let left: number | null = null;
  let checked = 0;
  let damaged = 0;
  let isStopped = false;
  let isResident = false;
  let isAsked = false;
  let isStale = false;
  let working: Promise<void> | undefined;
  /** Could not be read: not tried again before something is scanned. */
  const unread = new Set<string>();

  const isPaused = () => !isAsked && !settings(db).checkPictures;
  const mayWork = () => !isStopped && (isResident || isAsked) && !isScanning() && !isPaused();

  async function* due(): AsyncGenerator<PictureDue[]> {
    for (const range of imageRanges(db)) {
      let rest: ImageRange | null = range;
      while (rest) {
        const { due: found, next }: ReturnType<typeof picturesDue> = picturesDue(db, rest);
        yield found.filter(({ sha256 }) => !unread.has(sha256));
        rest = next === null ? null : { ...range, first: next };
        await breathe();
      }
    }
  }

  const countLeft = async () => {
    // The same bytes may lie in several encounters, and in several versions of a manifest.
    const found = new Set<string>();
    for await (const part of due()) {
      if (isStopped) return;
      for (const { sha256 } of part) found.add(sha256);
    }
    left = found.size;
  };

  const check = async ({ encounter, sha256, isRaw }: PictureDue) => {
    for (const { path } of sources(db, encounter, sha256)) {
      const picture = await decoder.decode(path, isRaw);
      if (isStopped) return;
      if (picture === null) continue;
      storePictureCheck(db, sha256, picture);
      checked += 1;
      if (picture.result !== null && !["whole", "unchecked"].includes(picture.result)) damaged += 1;
      return;
    }
    unread.add(sha256);
  };

  const work = async () => {
    do {
      isStale = false;
      await countLeft();
      if (!mayWork()) return;
      for await (const part of due()) {
        for (const picture of part) {
          if (!mayWork()) return;
          if (unread.has(picture.sha256) || isPictureChecked(db, picture.sha256)) continue;
          await check(picture);
          left = Math.max(0, (left ?? 1) - 1);
        }
      }
    } while (isStale && mayWork());
    isAsked = false;
    left = 0;
  };

  const wake = () => {
    isStale = true;
    // What is left is counted also where a person has paused it.
    if (working || isStopped || !(isResident || isAsked) || isScanning()) return;
    working = work()
      .catch((error: unknown) => log.warn("pictures could not be checked", { error }))
      .finally(() => {
        working = undefined;
        // It may have been woken just when it had ended.
        if (isStale) wake();
      });
  };

  return {
    view: () => ({
      state: working && mayWork() ? "working" : isPaused() ? "paused" : isScanning() ? "waiting" : "idle",
      left,
      checked,
      damaged,
    }),
    resume: () => {
      isResident = true;
      wake();
    },
    wake: () => {
      unread.clear();
      wake();
    },
    runNow: () => {
      isAsked = true;
      wake();
    },
    stop: async () => {
      isStopped = true;
      await decoder.stop();
      await working;
    },
  };
}
