/** What a person can do about it, in two voices: the page has buttons, a terminal has commands. */
import type { ManifestId } from "@landfall/protocol";

export interface Act {
  readonly page: string;
  readonly terminal: string;
}

const act = (page: string, terminal: string): Act => ({ page, terminal });

/** The same in both. */
export const inBoth = (words: string): Act => act(words, words);

export const scan = act("Scan a folder.", "Scan a folder: landfall scan FOLDER --population NAME");

const connect = "landfall connect --hub URL --key KEY";

export const actsOn = (manifest: ManifestId) => {
  const sync = `landfall sync ${manifest}`;
  return {
    /** @param more what starts it by itself */
    sync: (more: readonly string[]) =>
      act(`${["Press Sync", ...more].join("; ")}.`, [`Send them: ${sync}`, ...more].join("; ")),
    resume: act("Press Resume.", `Go on: ${sync}`),
    /** @param limit of the run, as a person reads it @param more what starts it by itself */
    resumeWithin: (limit: string | undefined, more: readonly string[]) => {
      const another = limit === undefined ? "another" : `another ${limit}`;
      return act(
        `${[`Resume continues with ${another}`, ...more].join("; ")}.`,
        [`Continue with ${another}: ${sync}`, ...more].join("; "),
      );
    },
    start: act("Start the station again.", "Go on: landfall start"),
    startInTime: act(
      "Start the station again: it then goes on by itself.",
      "It then goes on by itself where a station runs: landfall start; to send now, change the week: landfall settings set network.week=always",
    ),
    tryNow: act("Press Try now.", `Try now: landfall retry ${manifest}`),
    retry: act(
      "See what each needs, then press Retry.",
      `See what each needs, and try again: landfall retry ${manifest}`,
    ),
    review: act(
      "Review its encounters and approve them.",
      `Review its encounters and approve them: landfall review ${manifest}`,
    ),
    answer: act(
      "Answer, then sync.",
      `See the questions: landfall plan ${manifest}; answer: landfall answer ${manifest}`,
    ),
    connect: act("Connect it.", `Connect it: ${connect}`),
    key: act("Connect with a key, then sync.", `Connect with a key, then sync: ${connect}`),
    keyInRun: act(
      "Connect with a key; it then goes on by itself.",
      `Connect with a key; it then goes on by itself: ${connect}`,
    ),
    newKey: act("Connect with a new key, then sync.", `Connect with a new key, then sync: ${connect}`),
    newKeyInRun: act(
      "Connect with a new key; it then goes on by itself.",
      `Connect with a new key; it then goes on by itself: ${connect}`,
    ),
    openWeek: act(
      "Change the week in Settings to send now.",
      "Change the week to send now: landfall settings set network.week=always",
    ),
    first: act(
      "It goes on by itself when its turn comes, or at once with Sync first.",
      "It goes on by itself when its turn comes, or at once when it is first: landfall queue move RUN --first",
    ),
  };
};
