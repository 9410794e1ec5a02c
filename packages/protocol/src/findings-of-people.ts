/** What is found of photographers, and of what photographs were approved as, and decided of them elsewhere: a part of the one table. */
import type { FindingEntry } from "./finding-entry.ts";

export const findingsOfPeople = {
  PHOTOGRAPHER_UNRESOLVED: {
    severity: "warning",
    message: "Nobody has said who the photographer is: the name goes to the hub as it is written.",
  },
  PHOTOGRAPHER_TO_RESOLVE: {
    severity: "blocking",
    message: "Nobody has said who the photographer is, and this population asks for it.",
    hint: "Say on the Photographers page whom the name stands for, or name somebody else.",
  },
  PHOTOGRAPHER_DIFFERS: {
    severity: "warning",
    message: "The sheet's row credits another photographer than the folder or the file names.",
    hint: "See whose photographs they are: the sheet's name is taken until you say another one. Where the row is of somebody else's photographs, correct the sheet.",
  },
  PHOTOGRAPHER_KEPT: {
    severity: "note",
    message:
      "No folder or file says any more who took it: it stays by whom it was approved as, since it was moved. Where that was wrong, name another photographer.",
  },
  APPROVED_AS_OTHER: {
    severity: "warning",
    message: "Photographs of this encounter were approved as somebody else's.",
    hint: "See whose they are: name that photographer, or split off those of another one. Approved as it is, all of them are this encounter's.",
  },
  LICENSES_DIFFER: {
    severity: "blocking",
    message: "Photographs of this encounter were approved under different licences.",
    hint: "Say which licence holds for all of them, or split off those of another one.",
  },
  DENIED_BEFORE: {
    severity: "warning",
    message: "Photographs of this encounter were denied in another one.",
    hint: "Where they are still not wanted, leave them out, or split them off and deny those: approved as it is, all of them are delivered. Where all of them were denied, this encounter is denied as well; reopen it where they are wanted.",
  },
  SAID_ELSEWHERE: {
    severity: "warning",
    message: "Something was typed of photographs of this encounter in another one, and is not said here.",
    hint: "Enter it where it holds here too. Approved as it is, it is not said of them any more.",
  },
  EMBARGO_CAME: {
    severity: "note",
    message: "Photographs came to this encounter from one under embargo: it is under embargo as well.",
    hint: "Where that does not hold here, empty the day of the embargo, or split off those that it holds for.",
  },
} as const satisfies Record<string, FindingEntry>;
