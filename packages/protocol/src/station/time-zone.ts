/** What is wrong with the name of a time zone; null where there is one of this name. */
export function timeZoneError(timeZone: string): string | null {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return null;
  } catch {
    return `${timeZone} is not the name of a time zone, such as America/Vancouver`;
  }
}
