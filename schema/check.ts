import { buildSchema, findBreakingChanges } from 'graphql';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { listReleases, readReleasedSchema } from '../scripts/releases.mjs';

/** Change that breaks clients of the last release, in the form of a line of schema/accepted.txt. */
export type Change = string;

/**
 * Changes that break clients of `before` and are not accepted. `accepted` is the text of schema/accepted.txt, with
 * lines `<type>: <description> # reason`; a line without a reason accepts nothing.
 */
export function findUnaccepted(before: string, after: string, accepted: string): Change[] {
  const known = readAccepted(accepted);
  return listBreaking(before, after).filter((change) => !known.has(change));
}

/** Accepted changes that break nothing any more; their lines are to be deleted after a release. */
export function findStale(before: string, after: string, accepted: string): Change[] {
  const breaking = new Set(listBreaking(before, after));
  return [...readAccepted(accepted)].filter((change) => !breaking.has(change));
}

function listBreaking(before: string, after: string): Change[] {
  return findBreakingChanges(buildSchema(before), buildSchema(after)).map(
    ({ type, description }) => `${type}: ${description}`,
  );
}

function readAccepted(text: string): Set<Change> {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return new Set(lines.flatMap((line) => /^(.+?)\s+#\s+\S/.exec(line)?.[1] ?? []));
}

/** Newest release below `folder`; undefined before the first one. */
export function readLastRelease(folder?: string): { version: string; sdl: string } | undefined {
  const version = listReleases(folder).at(-1);
  return version === undefined ? undefined : { version, sdl: readReleasedSchema(version, folder) };
}

function judge(): void {
  const release = readLastRelease();
  if (release === undefined) return console.log('no release to compare with: nothing can break yet');
  const after = readFileSync('schema/schema.graphql', 'utf8');
  const accepted = readFileSync('schema/accepted.txt', 'utf8');
  const unaccepted = findUnaccepted(release.sdl, after, accepted);
  for (const change of unaccepted) console.error(`breaks clients of ${release.version}: ${change}`);
  for (const change of findStale(release.sdl, after, accepted)) console.log(`accepted, yet nothing breaks: ${change}`);
  if (unaccepted.length > 0) process.exitCode = 1;
  else console.log(`nothing unaccepted breaks clients of ${release.version}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) judge();
