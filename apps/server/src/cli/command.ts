/** What a command is, and how its part of the command line is read. */
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { createOutput, type Output } from "./output.ts";
import { resolveDataFolder } from "./paths.ts";
import { UsageError } from "./usage-error.ts";
import type { Words } from "./words.ts";

/** Every command takes these. */
const common = {
  data: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsOptionsConfig;

type Values<O extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: O }>>["values"];

export interface CommandInput<O extends ParseArgsOptionsConfig> {
  readonly values: Values<O>;
  readonly positionals: readonly string[];
  readonly dataFolder: string;
  readonly out: Output;
}

/** 0 done · 1 usage or unexpected · 2 finished with failures or still waiting · 3 a person is needed, also to make room on a disk · 130 interrupted */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

interface CommandDefinition<O extends ParseArgsOptionsConfig> {
  readonly name: string;
  readonly summary: string;
  /** What follows the name. */
  readonly usage: string;
  /** How many arguments beside options. Default none. */
  readonly arguments?: { readonly atLeast: number; readonly atMost: number };
  readonly options: O;
  /** What it says of some errors instead of the table. */
  readonly words?: Words;
  readonly run: (input: CommandInput<O>) => Promise<ExitCode>;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly words?: Words;
  readonly execute: (argv: readonly string[]) => Promise<ExitCode>;
}

export const usageOf = (command: Pick<Command, "name" | "usage">): string =>
  `landfall ${command.name} ${command.usage}`.trim();

function read(argv: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: joinNegativeValues(argv, options), options, allowPositionals: true, strict: true });
  } catch (error) {
    // The parser's own hint on escaping is of no use here.
    const [sentence = ""] = (error instanceof Error ? error.message : String(error)).split(/\. To specify|\n/);
    throw new UsageError(sentence.replace(/\.+$/, ""));
  }
}

/** `--data -x` means what it says nowhere here, but `--key -` does: a lone dash is a value. */
function joinNegativeValues(argv: readonly string[], options: ParseArgsOptionsConfig): string[] {
  const joined: string[] = [];
  for (const word of argv) {
    const before = joined.at(-1);
    const isForBefore = word === "-" && before?.startsWith("--") && options[before.slice(2)]?.type === "string";
    if (isForBefore) joined[joined.length - 1] = `${before}=-`;
    else joined.push(word);
  }
  return joined;
}

export function defineCommand<const O extends ParseArgsOptionsConfig>(definition: CommandDefinition<O>): Command {
  const { name, summary, usage, arguments: wanted = { atLeast: 0, atMost: 0 } } = definition;
  return {
    name,
    summary,
    usage,
    ...(definition.words && { words: definition.words }),
    execute: async (argv) => {
      const { values, positionals } = read(argv, { ...common, ...definition.options });
      if (values.help) {
        console.log(`${summary}\n\n${usageOf(definition)} [--data DIR] [--json]`);
        return 0;
      }
      if (positionals.length < wanted.atLeast)
        throw new UsageError(`${usage.split(/…? /)[positionals.length]} is missing`);
      if (positionals.length > wanted.atMost)
        throw new UsageError(`this is one argument too many: ${positionals[wanted.atMost]}`);
      return definition.run({
        values: values as Values<O>,
        positionals,
        dataFolder: resolveDataFolder(values.data as string | undefined),
        out: createOutput(values.json === true),
      });
    },
  };
}
