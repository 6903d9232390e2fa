import { ConfigError } from '../../kernel/config.ts';
import { BackupError } from './errors.ts';
import type { Backup } from './manifest.ts';

/** Wrong use of a command; the message is printed with its usage. */
export class UsageError extends Error {}

/**
 * Runs a command of the operator and prints its answer. Expected errors are printed as their sentence, with exit code 2
 * for wrong settings and arguments and 3 for what a BackupError names; everything else has exit code 1.
 */
export async function runCommand(usage: string, run: () => Promise<string>): Promise<void> {
  try {
    console.log(await run());
  } catch (error) {
    if (error instanceof BackupError) {
      console.error(`${error.code}: ${error.message}`);
      process.exitCode = 3;
    } else if (error instanceof ConfigError) {
      console.error(error.message);
      process.exitCode = 2;
    } else if (error instanceof UsageError || isAboutArguments(error)) {
      console.error(`${error.message}\n\n${usage}`);
      process.exitCode = 2;
    } else {
      console.error(error);
      process.exitCode = 1;
    }
  }
}

/** Error of parseArgs. */
function isAboutArguments(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** One line about a backup, and one for each of its warnings. */
export function describeBackup({ folder, manifest }: Backup): string {
  const { dump, photos, photoList, pauseMs, durationMs, recipients, database, serverVersion, createdAt } = manifest;
  const name = database === 'postgres' ? 'PostgreSQL' : 'the embedded database';
  const pause = database === 'postgres' ? '' : `, which paused for ${pauseMs} ms`;
  const pictures = {
    files: `${photoList.count} photos, ${megabytes(photoList.totalBytes)}`,
    bucket: 'photos are in the bucket of FILES_URL, which its operator backs up',
    none: 'no photos',
  };
  const secrecy = recipients.length === 0 ? 'not encrypted' : `encrypted for ${recipients.join(', ')}`;
  const lines = [
    `${folder}: complete, of ${createdAt}, made in ${(durationMs / 1000).toFixed(1)} s`,
    `${name} ${serverVersion}${pause}: ${megabytes(dump.bytes)}, ${secrecy}`,
    pictures[photos],
    ...manifest.warnings.map((warning) => `WARNING: ${warning}`),
  ];
  return lines.join('\n');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
