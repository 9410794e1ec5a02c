/** A test of the way to the hub: how fast, how far, and how much gets lost. */
import { z } from "zod";
import { errorCodes } from "../errors.ts";
import { SettingsPatch } from "./settings.ts";

const rate = z.number().nonnegative().nullable();

export const LinkResult = z.object({
  /** Bits per second; null before a body has gone that way. */
  upBitsPerSecond: rate,
  downBitsPerSecond: rate,
  /** Of small requests, milliseconds; null when none was answered. */
  roundTripMs: z.object({ median: z.number(), p95: z.number() }).nullable(),
  /** The share of small requests that got no answer in time, 0 to 1. */
  loss: z.number().min(0).max(1),
  requests: z.int().nonnegative(),
});
export type LinkResult = z.infer<typeof LinkResult>;

export const LinkProposal = z.object({
  /** What the link is like. */
  why: z.string(),
  /** What is proposed and what each is good for, a sentence each. */
  lines: z.array(z.string()),
  /** To be sent as it is to change the settings. */
  settings: SettingsPatch,
});
export type LinkProposal = z.infer<typeof LinkProposal>;

export const LinkProbeView = z.object({
  state: z.enum(["running", "done", "failed", "cancelled"]),
  startedAt: z.iso.datetime(),
  seconds: z.number(),
  /** So far, while it runs. */
  result: LinkResult,
  /** Where the link is slow or far; null where the settings are right as they are. */
  proposal: LinkProposal.nullable(),
  error: z.object({ code: z.enum(errorCodes), detail: z.string().nullable() }).nullable(),
});
export type LinkProbeView = z.infer<typeof LinkProbeView>;

/** Under this, or beyond that, other settings are proposed. */
export const slowBitsPerSecond = 1_000_000;
export const farMs = 500;
