/** `population …` and `key …`. Each returns the object of `--json` and the lines for a person. */
import { LandfallError } from "@landfall/protocol";
import { type HubAdmin, openAdmin } from "../admin.ts";
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
    const { key, keyId, populations } = await admin.createKey(required(values.name, "name"), wanted);
    const names = populations.map((population) => population.name).join(", ");
    return {
      value: { key, keyId, populations },
      lines: [key],
      notes: [`Key ${keyId} for ${names}. It is shown only this once: keep it safe.`],
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

export async function runAdminCommand(positionals: readonly string[], values: HubCliOptions): Promise<CommandResult> {
  const command = commands[positionals.slice(0, 2).join(" ")];
  if (!command) throw new UsageError(`there is no command ${positionals.join(" ")}`);
  const admin = await openAdmin(storeOptions(values));
  try {
    return await command(admin, values, positionals.slice(2));
  } finally {
    await admin.close();
  }
}
