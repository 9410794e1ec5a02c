/** What survey noticed about a file or an encounter. One table for texts and severities. */
import { z } from "zod";
import type { FindingEntry } from "./finding-entry.ts";
import { findingsOfDatesSettled } from "./findings-of-dates-settled.ts";
import { findingsOfPeople } from "./findings-of-people.ts";

export const findingTable = {
  DATE_MISSING: { severity: "note", message: "The photograph states no date." },
  DATE_ZERO: {
    severity: "warning",
    message: "The photograph's date is blank or zero: the camera's clock was not set.",
  },
  DATE_IMPOSSIBLE: { severity: "warning", message: "The photograph states a date that does not exist." },
  DATE_CAMERA_RESET: {
    severity: "warning",
    message: "The photograph's date is the one a camera starts from after its battery died.",
  },
  DATE_FUTURE: { severity: "warning", message: "The photograph's date is in the future." },
  DATE_TOO_OLD: {
    severity: "warning",
    message: "The photograph's date is older than digital photography and photographs of it.",
  },
  DATE_FALLBACK: {
    severity: "warning",
    message: "Only the date of a later change is known, not that of the photograph.",
  },
  DATE_DIGITIZED: {
    severity: "warning",
    message:
      "Only the date on which the picture was made digital is known, and no camera is named: of a scanned print or slide it is the day of the scan.",
    hint: "Where it was scanned, set the date of the encounter, or its year.",
  },
  DATE_OF_SCAN: {
    severity: "warning",
    message: "The date is that of the scan, not of the photograph that was scanned.",
  },
  DATE_PARTIAL: { severity: "note", message: "Only the year, or year and month, of the photograph is known." },
  CLOCK_DIFFERS: { severity: "note", message: "The camera's clock and the time of its GPS do not agree." },
  CLOCK_CORRECTED: { severity: "note", message: "The camera's clock was wrong; its time has been corrected." },
  CLOCK_AND_DATE: {
    severity: "warning",
    message:
      "The date was changed in the file after its camera's clock was corrected; the correction is applied to it too.",
    hint: "Where the new date is right as it is, take the correction back and make it again with dates that leave this one out, or set the encounter's date.",
  },
  CLOCK_APART: {
    severity: "warning",
    message:
      "The correction of its camera's clock is not applied: its date is many years from the time at which that clock is known to have been wrong.",
    hint: "Where the date is right, make the correction anew with the dates that it holds for, which leave this one out. Where it is wrong too, correct it with a moment of its own, or set the encounter's date.",
  },
  DATE_EITHER: {
    severity: "warning",
    message:
      "Day and month of the date in the name could be either way round. Say once for the folder which comes first.",
  },
  MONTH_OR_SEASON: {
    severity: "warning",
    message: "The folder may be called a month, or a season of two years; it is read as the month.",
    hint: "Where the season is meant, set the encounter's date to its two years, such as 2009/2010; else set the month.",
  },
  DATE_FROM_NAME: { severity: "note", message: "The date comes from the file's or folder's name." },
  OVER_MIDNIGHT: {
    severity: "note",
    message: "Taken after midnight, without a pause: it belongs to the encounter of the day before.",
  },
  FOLDER_DATE_DIFFERS: {
    severity: "warning",
    message: "The folder names another day than the photograph states.",
    hint: "See which is right, and set the encounter's date.",
  },
  NAMED_DATES_DIFFER: {
    severity: "warning",
    message:
      "The names of the file and its folders say two dates that cannot both be true; the one nearest to the file counts.",
    hint: "Where the other one is right, correct the encounter's date.",
  },
  ...findingsOfDatesSettled,
  FOLDER_SPANS_DAYS: {
    severity: "warning",
    message: "The folder is called one encounter, or one day, and holds photographs of several days.",
    hint: "Where a camera's clock was wrong, correct it; where photographs of another day lie in the folder, see that each encounter has its own.",
  },
  SPANS_DAYS: {
    severity: "warning",
    message: "After a merge or a move the encounter has photographs of several days.",
    hint: "Where they are not one encounter, undo it or split the encounter; where a camera's clock was wrong, correct it.",
  },
  NO_SHEET_ROW: { severity: "note", message: "No row of the sheets is this photograph's." },
  ROW_EITHER: {
    severity: "warning",
    message:
      "Two rows of the sheets, or more, may be meant: they began minutes apart, and nothing says whose the photograph is.",
    hint: "See which it is of. Whoever took it, named by its folder or its file, tells the rows apart, and so does the end of a row; else move it to the other row's encounter.",
  },
  GPS_ZERO: {
    severity: "blocking",
    message: "The file states 0, 0 as the position: most often its camera had no fix.",
    hint: "Enter the encounter's position, say that it is 0, 0 or that it is not known, or leave the image out.",
  },
  GPS_OUT_OF_RANGE: {
    severity: "blocking",
    message: "The file states a position that is not on the earth.",
    hint: "Enter the encounter's position, say that it is not known, or leave the image out.",
  },
  GPS_ZERO_SETTLED: {
    severity: "note",
    message: "The file states 0, 0 as the position; the encounter's own stands instead, or a person has decided.",
  },
  GPS_OUT_OF_RANGE_SETTLED: {
    severity: "note",
    message:
      "The file states a position that is not on the earth; the encounter's own stands instead, or a person has decided.",
  },
  GPS_INCOMPLETE: { severity: "warning", message: "The position has only one of latitude and longitude." },
  GPS_SPREAD: { severity: "warning", message: "Photographs of the encounter lie more than 50 km apart." },
  GPS_SPEED: {
    severity: "warning",
    message: "From one photograph to the next the position moves faster than any boat.",
  },
  POSITION_FAR: {
    severity: "warning",
    message: "The position is far from those of all other encounters.",
    hint: "Correct the position where it is wrong.",
  },
  POSITION_TURNED: {
    severity: "warning",
    message: "The position would fit the other encounters with latitude and longitude swapped, or with another sign.",
    hint: "Correct the position where it is wrong.",
  },
  POSITION_OUTSIDE: {
    severity: "warning",
    message: "The position lies outside the area where this population lives.",
    hint: "Correct the position, or say on the Area page where the population lives.",
  },
  POSITION_ZERO: { severity: "note", message: "The encounter's position is 0, 0, as a person has said." },
  TRACK_TIME_UNCONFIRMED: {
    severity: "note",
    message: "The track placed it by the clock of its camera, which nothing has confirmed.",
  },
  TRACK_TIME_DIFFERS: {
    severity: "warning",
    message:
      "The track placed it by the clock of its camera, and the row of the sheet or the camera's GPS says another time.",
    hint: "See whether the clock was wrong, and correct it, or set the position.",
  },
  CLOCK_BESIDE_TRACK: {
    severity: "warning",
    message:
      "By the clock of its camera photographs do not lie on the tracks; by another whole hour nearly all of them do.",
    hint: "The Cameras page offers the correction: the clock may have been set to another zone, or not to summer time.",
  },
  SAME_NAME: { severity: "warning", message: "Another photograph of the encounter has the same name and other bytes." },
  ...findingsOfPeople,
  DAY_IN_FUTURE: {
    severity: "blocking",
    message: "The encounter's day is in the future.",
    hint: "Correct its date.",
  },
  DAY_DIFFERS: {
    severity: "warning",
    message: "The day that was typed is not the one that the photographs state.",
    hint: "Look at both. Where the camera was wrong, its clock can be corrected for all of its photographs at once.",
  },
  INDIVIDUAL_NEAR: {
    severity: "warning",
    message:
      "A name in it is nearly an identifier of an individual; the Individuals page offers the one that it may be.",
  },
  MIXED_CAMERAS: { severity: "note", message: "Photographs of several cameras are in one encounter." },
  EXTENSION_DIFFERS: { severity: "note", message: "The file's name says another type than its content." },
  NO_PREVIEW: { severity: "note", message: "This type is delivered as it is, but cannot be shown here." },
  TRUNCATED: {
    severity: "blocking",
    message: "The file ends too early: a part of the picture is missing.",
    hint: "Copy it from the card again and scan, leave it out, or deliver it as it is.",
  },
  UNDECODABLE: {
    severity: "blocking",
    message: "The picture cannot be decoded.",
    hint: "Copy it from the card again and scan, leave it out, or deliver it as it is.",
  },
  PICTURE_DAMAGED: { severity: "warning", message: "The picture's data is damaged; the rest of it can be shown." },
  NOTHING_LEFT: {
    severity: "blocking",
    message: "All of its images are left out, and the hub has none of them: nothing would be delivered.",
    hint: "Take one of them back in, or deny the encounter.",
  },
  KEPT_AS_IS: { severity: "note", message: "The picture is damaged; you have said that it is delivered as it is." },
  NOT_DECODED: { severity: "note", message: "Whether the picture is whole could not be found out here." },
  FILE_MISSING: {
    severity: "blocking",
    message: "The file is not where it was scanned.",
    hint: "Put it back, scan its folder again, or leave it out.",
  },
  FILE_CHANGED: {
    severity: "blocking",
    message: "The file has other bytes than when it was scanned.",
    hint: "Scan its folder again, or leave it out.",
  },
  DRIVE_AWAY: {
    severity: "note",
    message: "The drive or folder of the file is away: nobody has looked whether it is unchanged.",
  },
  IN_OTHER_MANIFEST: {
    severity: "warning",
    message: "Another manifest has this photograph too; it is one image, and its bytes are sent once.",
  },
  KEPT_FROM_HUB_ELSEWHERE: {
    severity: "warning",
    message: "In another manifest this photograph was left out, or its encounter was denied.",
    hint: "Look whether that holds here too, and leave it out then.",
  },
  IN_OTHER_ENCOUNTER: {
    severity: "note",
    message: "Another encounter of this manifest has this very photograph too; its bytes are sent once.",
    hint: "Where it belongs to one of them only, leave it out of the other.",
  },
  METADATA_UNREADABLE: { severity: "note", message: "The photograph's metadata cannot be read." },
  SAME_BYTES: { severity: "note", message: "Another file has the same bytes; they are one image and are sent once." },
  COPY_ELSEWHERE: {
    severity: "warning",
    message:
      "Another copy of the photograph lies in a folder that says another day, place or photographer. It is one image, of this encounter.",
    hint: "Where the other folder is right, move the image to the encounter that it names.",
  },
  METADATA_CHANGED: {
    severity: "note",
    message:
      "This picture has been delivered; since then only what the file says about it was changed. It is no new image. Where it says another side, quality or people, its encounter waits for approval.",
  },
  DELIVERED_GONE: {
    severity: "note",
    message: "Delivered, and its file is no longer in the folders: the hub has it.",
  },
  SAME_PICTURE: { severity: "note", message: "Another file holds the same picture with other metadata." },
  SAME_SHOT: {
    severity: "note",
    message: "The same camera has another picture of this very moment: an edited, cropped or resized version.",
  },
  NEAR_DUPLICATE: {
    severity: "note",
    message: "Another photograph looks nearly the same: perhaps an edited or resized copy. Nothing is left out for it.",
  },
  NAME_NOT_UTF8: { severity: "note", message: "The file's name is not valid text; it is kept byte for byte." },
  LINK_NOT_FOLLOWED: { severity: "note", message: "A link to another place was not followed." },
} as const satisfies Record<string, FindingEntry>;

export type FindingCode = keyof typeof findingTable;

/** What a person can do about it; null where there is nothing to do. */
export function hintOf(code: FindingCode): string | null {
  const entry: FindingEntry = findingTable[code];
  return entry.hint ?? null;
}

export const isBlocking = (code: FindingCode): boolean => findingTable[code].severity === "blocking";
export const findingCodes = Object.keys(findingTable) as [FindingCode, ...FindingCode[]];
export const FindingCode = z.enum(findingCodes);
