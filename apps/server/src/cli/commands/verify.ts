import { setTimeout as wait } from "node:timers/promises";
import {
  type ErrorCode,
  errorTable,
  LandfallError,
  type VerificationView,
  type VerifyFailure,
  type VerifyRequest,
  type VerifyScope,
} from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { readDuration, readManifestId, readSample } from "../arguments.ts";
import { describeChangedThere } from "../changed-there.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { exitCodeOf, withDetail } from "../explain.ts";
import { withStation } from "../open-station.ts";
import { counted } from "../output.ts";
import { createProgressLine } from "../progress-line.ts";
import { UsageError } from "../usage-error.ts";
import { describeToTellAgain } from "../went-back.ts";

const lookEveryMs = 200;
const partSize = 1000;

const isForAPerson = (code: ErrorCode): boolean => exitCodeOf(new LandfallError(code)) === 3;

function readScope(values: {
  local?: boolean | undefined;
  hub?: boolean | undefined;
  deep?: boolean | undefined;
}): VerifyScope {
  if (values.local && values.deep) throw new UsageError("--deep is the hub's to do: leave --local out");
  if (values.local === values.hub) return "both";
  return values.local ? "files" : "hub";
}

/** A part of a sample passes over the images that are other days'. */
function progressOf({ images, passed, total, sample, waiting }: VerificationView): string {
  const done = sample
    ? `${counted(images, "image")} of this part checked, ${passed} of ${total} gone through`
    : `${passed} of ${counted(total, "image")} checked`;
  return waiting ? `${done} · waiting: ${errorTable[waiting.code].message}` : done;
}

/** Follows it to its end, or until it waits for a person or for longer than that. */
async function follow(client: StationClient, first: VerificationView, patienceMs: number, signal: AbortSignal) {
  const line = createProgressLine();
  let view = first;
  let movedMs = Date.now();
  while (view.state === "running" && !signal.aborted) {
    if (view.waiting && (isForAPerson(view.waiting.code) || Date.now() - movedMs > patienceMs)) break;
    line.show(progressOf(view));
    await wait(lookEveryMs, undefined, { signal }).catch(() => {});
    const next = await client.verification({ params: { id: view.id } });
    if (!next.waiting || next.passed !== view.passed) movedMs = Date.now();
    view = next;
  }
  line.done();
  return view;
}

async function failuresOf(client: StationClient, { id }: VerificationView): Promise<VerifyFailure[]> {
  const failures: VerifyFailure[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const query: { after: number; limit: number } = { after, limit: partSize };
    const part = await client.verifyFailures({ params: { id }, query });
    failures.push(...part.items);
    after = part.next;
  }
  return failures;
}

const against = { both: "the local files and the hub", files: "the local files", hub: "the hub" } as const;

const outcomeWords: Readonly<Record<VerifyFailure["outcome"], string>> = {
  different: "different",
  metadataChanged: "metadata changed",
  missing: "missing",
  lost: "lost",
  noReceipt: "no receipt",
};

function describe(view: VerificationView): string[] {
  const {
    images,
    verified,
    different,
    metadataChanged,
    missing,
    lost,
    noReceipt,
    notApproved,
    sample,
    scope,
    deep,
    manifestId,
  } = view;
  const part = sample ? ` (part ${sample.part} of ${sample.of})` : "";
  const how = deep ? `${against[scope]}, whose bytes were read again` : against[scope];
  return [
    `${counted(images, "image")}${part} against ${how}: ${verified} verified, ${different} different, ${missing} missing, ${lost} lost${metadataChanged > 0 ? `, ${metadataChanged} the same picture with other metadata` : ""}${noReceipt > 0 ? `, ${noReceipt} without a receipt` : ""}.`,
    ...(notApproved > 0 ? [notApprovedLine(view)] : []),
    ...(lost > 0
      ? [`What is lost is due again${notApproved > 0 ? ", as soon as its encounter is approved" : ""}.`]
      : []),
    ...(noReceipt > 0 ? ["What has no receipt yet gets one when a sync has delivered it, or finds it delivered."] : []),
    ...(lost + noReceipt > 0 ? [`Next: landfall sync ${manifestId}`] : []),
    ...(missing > 0 && scope === "both" ? ["Where the files were erased on purpose, ask the hub alone: --hub."] : []),
  ];
}

const notApprovedLine = ({ notApproved, manifestId }: VerificationView): string =>
  `${notApproved} of them ${notApproved === 1 ? "belongs to an encounter that is" : "belong to encounters that are"} not approved now (reopened, changed or denied after delivery): landfall review ${manifestId}`;

const goesOn = (isOwn: boolean): string =>
  isOwn ? "The same command goes on where it stopped." : "It goes on in the running station.";

export const verify = defineCommand({
  name: "verify",
  summary:
    "Hold receipts against the local files and the hub, which reads the bytes again with --deep; or a sample of them",
  usage: "MANIFEST [--local | --hub] [--deep] [--sample N/T|P%] [--wait 10m]",
  arguments: { atLeast: 1, atMost: 1 },
  options: {
    local: { type: "boolean" },
    hub: { type: "boolean" },
    deep: { type: "boolean" },
    sample: { type: "string" },
    wait: { type: "string", default: "10m" },
  },
  words: { HUB_OFFLINE: { hint: "Check the network, or verify the local files alone: --local." } },
  run: async ({ values, positionals, dataFolder, out }): Promise<ExitCode> => {
    const id = readManifestId(positionals[0]);
    const scope = readScope(values);
    const sample = values.sample === undefined ? null : readSample("--sample", values.sample, Date.now());
    const body: VerifyRequest = { scope, deep: values.deep ?? false, sample };
    const patienceMs = readDuration("--wait", values.wait);
    const interrupted = new AbortController();
    const interrupt = (): void => interrupted.abort();
    process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
    try {
      return await withStation<ExitCode>(dataFolder, { needsHub: scope !== "files" }, async ({ client, isOwn }) => {
        const started = await client.verify({ params: { id }, body });
        const view = await follow(client, started, patienceMs, interrupted.signal);
        const failures = await failuresOf(client, view);
        for (const { filePath, outcome, detail } of failures)
          out.note(`${outcomeWords[outcome]}: ${filePath}: ${detail}`);
        const {
          images,
          verified,
          different,
          metadataChanged,
          missing,
          lost,
          noReceipt,
          notApproved,
          state,
          waiting,
          error,
        } = view;
        if (state !== "done") {
          const why = waiting ?? error;
          if (why) out.note(withDetail(errorTable[why.code].message, why.detail));
          if (why) out.note(errorTable[why.code].hint);
          out.note(state === "running" ? `Not finished. ${goesOn(isOwn)}` : `The verification was ${state}.`);
        }
        const manifest = await client.manifest({ params: { id } });
        const { changedThere, takenThere } = scope === "files" ? { changedThere: 0, takenThere: 0 } : manifest;
        const counts = { images, verified, different, metadataChanged, missing, lost, noReceipt, notApproved };
        out.result(
          {
            state,
            ...counts,
            ...(changedThere > 0 && { changedThere }),
            ...(takenThere > 0 && { takenThere }),
            failures,
          },
          [
            ...describe(view),
            ...(scope === "files" ? [] : describeToTellAgain(manifest)),
            ...describeChangedThere({ id, changedThere, takenThere }),
          ],
        );
        if (interrupted.signal.aborted) return 130;
        if (waiting && isForAPerson(waiting.code)) return 3;
        return state === "done" && verified + metadataChanged === images ? 0 : 2;
      });
    } finally {
      process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    }
  },
});
