/** `population …` and `key …`. Each returns the object of `--json` and the lines for a person. */
import { LandfallError } from "@landfall/protocol";
import { type HubAdmin, openAdmin } from "../admin.ts";
import { openFolders } from "../folders.ts";
import { addReceiptKey } from "../receipts.ts";
import { type HubCliOptions, required, storeOptions, UsageError } from "./options.ts";

export interface CommandResult {
  readonly value: object;
  readonly lines: readonly string[];
  /** What accompanies them, on standard error: whoever hands the lines on to another program hands on nothing else. */
  readonly notes?: readonly string[];
}

type Command = (admin: HubAdmin, values: HubCliOptions, rest: readonly string[]) => Promise<CommandResult>;

const setGate =
  (gate: "open" | "closed"): Command =>
  async (admin, values) => {
    const name = required(values.name, "name");
    const population = await admin.setGate(name, gate);
    if (!population) throw new LandfallError("NOT_FOUND", { detail: `There is no population ${name}.` });
    return { value: population, lines: [`${population.name} is ${gate}`] };
  };

const commands: Readonly<Record<string, Command>> = {
  "population create": async (admin, values) => {
    const { population, created } = await admin.createPopulation(required(values.name, "name"), {
      requireCoordinates: values["require-coordinates"],
      requireLicense: values["require-license"],
    });
    return {
      value: { ...population, created },
      lines: [`${population.name} ${created ? "made" : "exists already"} (${population.id})`],
    };
  },
  "population list": async (admin) => {
    const populations = await admin.listPopulations();
    return {
      value: { populations },
      lines: populations.map(({ id, name, gate }) => `${id}  ${gate.padEnd(6)}  ${name}`),
    };
  },
  "population open": setGate("open"),
  "population close": setGate("closed"),
  "key create": async (admin, values) => {
    const wanted = (values.population ?? []).map((name) => required(name, "population"));
    if (wanted.length === 0) throw new UsageError("--population is missing: a key is for at least one");
    const before = new Set((await admin.listPopulations()).map(({ id }) => id));
    const { key, keyId, populations } = await admin.createKey(required(values.name, "name"), wanted);
    const made = populations.filter(({ id }) => !before.has(id)).map((population) => population.name);
    const names = populations.map((population) => population.name).join(", ");
    return {
      value: { key, keyId, populations },
      lines: [key],
      notes: [
        `Key ${keyId} for ${names}. It is shown only this once: keep it safe.`,
        ...made.map(
          (name) => `The population ${name} was not there and has been made. Was it meant to be another one?`,
        ),
      ],
    };
  },
  "key list": async (admin) => {
    const keys = await admin.listKeys();
    const line = (key: (typeof keys)[number]) =>
      `${key.keyId}  ${key.revokedAt ? "revoked" : "valid  "}  ${key.name}  (${key.populations.join(", ")})  last used ${key.lastUsedAt ?? "never"}`;
    return { value: { keys }, lines: keys.map(line) };
  },
  "key revoke": async (admin, _, [keyId]) => {
    const id = required(keyId, "KEYID");
    if (!(await admin.revokeKey(id))) throw new LandfallError("NOT_FOUND", { detail: `There is no key ${id}.` });
    return { value: { keyId: id, revoked: true }, lines: [`key ${id} is revoked`] };
  },
};

/** Needs no store: the hub publishes a new key's public half when it starts. */
const newReceiptKey = async (values: HubCliOptions): Promise<CommandResult> => {
  const { dataFolder } = storeOptions(values);
  const file = await addReceiptKey((await openFolders(dataFolder)).keys);
  return {
    value: { file },
    lines: [`A new receipt key is in ${file}.`],
    notes: ["Start the hub again: it signs with the new key from then on. What the old one signed stays valid."],
  };
};

export async function runAdminCommand(positionals: readonly string[], values: HubCliOptions): Promise<CommandResult> {
  if (positionals.slice(0, 2).join(" ") === "receipt-key create") return newReceiptKey(values);
  const command = commands[positionals.slice(0, 2).join(" ")];
  if (!command) throw new UsageError(`there is no command ${positionals.join(" ")}`);
  const admin = await openAdmin(storeOptions(values));
  try {
    return await command(admin, values, positionals.slice(2));
  } finally {
    await admin.close();
  }
}
