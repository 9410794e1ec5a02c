/** `dwc:eventTime` as we keep it: an ISO 8601 time of day, `09:42`, `09:42:00`, `09:42-07:00`, or an interval of two of them. */
import { z } from "zod";

const time =
  "T?(?:[01]\\d|2[0-3])(?::[0-5]\\d(?::[0-5]\\d(?:[.,]\\d{1,9})?)?)?(?:Z|[+-](?:0\\d|1[0-4])(?::?[0-5]\\d)?)?";
const timeOrInterval = new RegExp(`^${time}(?:/${time})?$`);

/** An interval may go on over midnight: `22:00/01:30`. */
export const isEventTime = (text: string): boolean => timeOrInterval.test(text);

export const EventTime = z
  .string()
  .trim()
  .refine(isEventTime, "a time of day such as 09:42 or 09:42:00, or an interval of two, 09:42/10:10");
