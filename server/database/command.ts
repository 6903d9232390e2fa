import { inspect } from 'node:util';
import { type Config, ConfigError, readConfig } from '../kernel/config.ts';
import { BackupError } from './backup/errors.ts';

/** Settings and outputs of a command. A process and a test each hand in their own. */
export interface CommandIo {
  /** Settings of the installation; throws ConfigError if they are invalid. */
  readonly readConfig: () => Config;
  /** Writes lines to the standard output. */
  readonly out: (lines: string) => void;
  /** Writes lines to the standard error. */
  readonly err: (lines: string) => void;
}

/** Command of the operator. `argv`: its arguments, without program and file. Resolves with the exit code; never rejects. */
export type Command = (argv: readonly string[], io: CommandIo) => Promise<number>;

/** Wrong use of a command; the message is printed with its usage. */
export class UsageError extends Error {}

/** Refusal by the rules of the product; the message is printed alone. */
export class RefusedError extends Error {}

/**
 * Makes a command of `work`, which returns the lines to print and must close whatever it opens. Expected errors are
 * printed as their sentence, with exit code 2 for wrong arguments, invalid settings and refusals, and 3 for a
 * BackupError; every other error is printed whole, with exit code 1.
 */
export function defineCommand(
  usage: string,
  work: (argv: readonly string[], io: Pick<CommandIo, 'readConfig'>) => Promise<string>,
): Command {
  return async (argv, io) => {
    try {
      io.out(await work(argv, io));
      return 0;
    } catch (error) {
      const { code, lines } = describeError(error, usage);
      io.err(lines);
      return code;
    }
  };
}

function describeError(error: unknown, usage: string): { readonly code: number; readonly lines: string } {
  if (error instanceof BackupError) return { code: 3, lines: `${error.code}: ${error.message}` };
  if (error instanceof ConfigError || error instanceof RefusedError) return { code: 2, lines: error.message };
  if (error instanceof UsageError || isAboutArguments(error)) return { code: 2, lines: `${error.message}\n\n${usage}` };
  return { code: 1, lines: inspect(error) };
}

/** Error of parseArgs. */
function isAboutArguments(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** Runs a command with the arguments, settings and outputs of this process, and sets the exit code of the process. */
export async function runAsProcess(command: Command): Promise<void> {
  process.exitCode = await command(process.argv.slice(2), {
    readConfig,
    out: console.log,
    err: console.error,
  });
}
