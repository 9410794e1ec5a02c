/** Cameras, and their clocks. */
import {
  type CameraView,
  type ClockChange,
  type ClockCorrection,
  type ClockEffect,
  ClockId,
  ClockRequest,
  clockRangeText,
  clockText,
  evidenceText,
  parsePlainly,
  trackClockText,
} from "@landfall/protocol";
import { cameraPersonOf, cameraPersonOptions, cameraPersonText, showCameraPerson } from "../camera-person.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import { counted, type Output } from "../output.ts";
import { populationId, populationOption } from "../population.ts";
import { UsageError } from "../usage-error.ts";

const nameOf = ({ make, model }: CameraView["camera"]): string =>
  model && make && !model.toLowerCase().startsWith(make.split(" ")[0]?.toLowerCase() ?? "")
    ? `${make} ${model}`
    : (model ?? make ?? "Camera");
const placeOf = ({ serial, folder }: CameraView["camera"]): string =>
  serial === null ? `in ${folder}` : `no. ${serial}`;

function describe(view: CameraView, index: number): string[] {
  const { camera, images, firstAt, lastAt, gps, track, corrections, people } = view;
  const range = firstAt === null ? "no time of its own" : `${firstAt.slice(0, 16)} to ${lastAt?.slice(0, 16)}`;
  return [
    `${index + 1}  ${nameOf(camera)} ${placeOf(camera)}: ${counted(images, "image")}, ${range}`,
    ...(gps
      ? [
          `   By its GPS (${counted(gps.images, "fix", "fixes")}) its clock was ${clockText(gps.points)}.`,
          `     Known from: ${evidenceText(gps.points)}.`,
        ]
      : track && corrections.length === 0
        ? [`   ${trackClockText(track)}.`]
        : []),
    ...people.map((each) => `   ${cameraPersonText(each, camera)}`),
    ...corrections.flatMap((each) => correctionText(each, camera)),
  ];
}

function correctionText({ id, camera, points, from, to }: ClockCorrection, of: CameraView["camera"]): string[] {
  const place = camera.folder === of.folder ? "" : ` in ${camera.folder}`;
  return [
    `   Its clock was ${clockText(points)}. Corrected for ${clockRangeText({ from, to })}${place}.`,
    `     Known from: ${evidenceText(points)}.`,
    `     Take it back: landfall clock --undo ${id}`,
  ];
}

export const cameras = defineCommand({
  name: "cameras",
  summary: "The cameras of a population: what is known of their clocks, and whose their photographs are",
  usage:
    "[--population NAME] [--camera N [--folder FOLDER] --photographer PERSON [--whatever-files-say] | --camera N [--folder FOLDER] --no-photographer]",
  arguments: { atLeast: 0, atMost: 0 },
  options: { ...populationOption, ...cameraPersonOptions },
  run: ({ values, dataFolder, out }) =>
    withStation<ExitCode>(dataFolder, { needsHub: false }, async ({ client }) => {
      const params = { id: await populationId(client, values.population) };
      const { items } = await client.cameras({ params });
      const body = cameraPersonOf(values, () => chosenCamera(items, values));
      if (body) return showCameraPerson(out, body, await client.setCameraPerson({ params, body }));
      out.result({ cameras: items }, items.length > 0 ? items.flatMap(describe) : ["No camera is known yet."]);
      return 0;
    }),
});

interface Told {
  readonly verb: string;
  /** What is said where no image is touched. */
  readonly none: string;
  /** A correction taken back gives the photographs the time that the camera showed. */
  readonly isBack?: boolean;
}

const noneFits = "none that was scanned is of this camera and of these dates, by its clock.";
const tried: Told = { verb: "would be corrected", none: `No image would be corrected: ${noneFits}` };
const corrected: Told = {
  verb: "corrected",
  none: `No image is corrected: ${noneFits} The correction is kept, for images that are scanned later; landfall cameras names it, and --undo takes it back.`,
};
const restored: Told = {
  verb: "restored",
  none: "The correction is taken back; no image had been corrected by it.",
  isBack: true,
};

const apartText = ({ apart }: ClockEffect): string[] =>
  apart === 0
    ? []
    : [
        `${counted(apart, "image")} of this camera ${apart === 1 ? "is" : "are"} left as ${apart === 1 ? "it is" : "they are"}: many years from the moment that the clock showed. --from and --to say which dates it holds for.`,
      ];

function effectText(effect: ClockEffect, { verb, none, isBack }: Told): string[] {
  const { images, otherDay, examples } = effect;
  if (images === 0) return [none, ...(isBack ? [] : apartText(effect))];
  return [
    `${counted(images, "image")} ${verb}, ${otherDay} of them to another day.`,
    ...examples.map(({ fileName, shown, actual }) => {
      const [before, after] = isBack ? [actual, shown] : [shown, actual];
      return `  ${fileName}: ${before} → ${after}`;
    }),
    ...(isBack ? [] : apartText(effect)),
  ];
}

function showChange(out: Output, { effect, regrouped }: ClockChange, told: Told): ExitCode {
  out.result({ effect, regrouped }, [
    ...effectText(effect, told),
    ...regrouped.map(
      ({ name, manifestId, version }) => `${name} is version ${version} now. Next: landfall review ${manifestId}`,
    ),
  ]);
  return 0;
}

/** A number of `landfall cameras`, or a serial number. */
function findCamera(items: readonly CameraView[], wanted: string | undefined): CameraView["camera"] {
  const found = items.find(({ camera }) => camera.serial === wanted) ?? items[Number(wanted) - 1];
  if (!found) {
    const list = "a number or a serial number of landfall cameras";
    const what = wanted === undefined ? "--camera N is missing" : `--camera ${wanted} is none of them`;
    throw new UsageError(
      `${what}: ${list}${items.length > 0 ? `, which has ${items.length}` : ", which has none yet"}`,
    );
  }
  return found.camera;
}

/** Of a model in one folder of its root, where a folder is given. */
function chosenCamera(
  items: readonly CameraView[],
  { camera: wanted, folder }: { readonly camera?: string | undefined; readonly folder?: string | undefined },
): CameraView["camera"] {
  const camera = findCamera(items, wanted);
  return folder !== undefined && camera.serial === null ? { ...camera, folder } : camera;
}

export const clock = defineCommand({
  name: "clock",
  summary: "Correct the clock of a camera, from one or two moments at which the true time is known",
  usage:
    "[--population NAME] --camera N [--folder FOLDER] --shown 2024-07-15T10:00:03 --actual 2024-07-15T13:02:00 [--shown … --actual …] [--from DAY] [--to DAY] [--dry-run] | --undo CORRECTION",
  arguments: { atLeast: 0, atMost: 0 },
  options: {
    ...populationOption,
    camera: { type: "string" },
    folder: { type: "string" },
    shown: { type: "string", multiple: true },
    actual: { type: "string", multiple: true },
    from: { type: "string" },
    to: { type: "string" },
    "dry-run": { type: "boolean" },
    undo: { type: "string" },
  },
  run: ({ values, dataFolder, out }) =>
    withStation(dataFolder, { needsHub: false }, async ({ client }) => {
      if (values.undo !== undefined) {
        const id = ClockId.safeParse(values.undo);
        if (!id.success)
          throw new UsageError(`${values.undo} is not the id of a correction; landfall cameras names each`);
        return showChange(out, await client.removeClock({ params: { id: id.data } }), restored);
      }
      const { shown = [], actual = [] } = values;
      if (shown.length === 0 || shown.length !== actual.length)
        throw new UsageError("give as many --actual as --shown, one or two of each");
      const params = { id: await populationId(client, values.population) };
      const { items } = await client.cameras({ params });
      const body = readRequest({
        camera: chosenCamera(items, values),
        from: values.from ?? null,
        to: values.to ?? null,
        points: shown.map((each, index) => ({ shown: each, actual: actual[index] })),
      });
      if (!values["dry-run"]) return showChange(out, await client.setClock({ params, body }), corrected);
      const effect = await client.previewClock({ params, body });
      out.result({ effect }, effectText(effect, tried));
      return 0;
    }),
});

/** `points.0.shown` is what `--shown` said. */
const optionOf = (path: string): string => {
  const name = path.split(".").at(-1) ?? "";
  return ["shown", "actual", "from", "to", "folder"].includes(name) ? `--${name}: ` : "";
};

function readRequest(given: object): ClockRequest {
  const parsed = parsePlainly(ClockRequest, given);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.issues;
  throw new UsageError(`${optionOf(path)}${message}`);
}
