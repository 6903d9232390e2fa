import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** What git knows of the sources. */
export interface History {
  readonly commit: string;
  /** Files that differ from HEAD~`depth`, changes that are not committed included; paths from the root. */
  readonly changed: ReadonlySet<string>;
}

/** Files count as changed lately when they differ from the state before so many commits. */
export const depth = 20;
const root = resolve(import.meta.dirname, '../..');

/** A string says why there is no history that reaches far enough: an archive, a shallow clone, a young repository. */
export function readHistory(): History | string {
  try {
    // The folder may be an unpacked archive inside of another repository.
    if (git('rev-parse', '--show-prefix') !== '') return 'the sources are no git repository of their own';
    const commits = Number(git('rev-list', '--count', '--first-parent', 'HEAD'));
    if (commits <= depth) return `the history has ${commits} commits only`;
    const changed = git('diff', '--name-only', '--no-renames', `HEAD~${depth}`);
    return { commit: git('rev-parse', 'HEAD'), changed: new Set(changed.split('\n')) };
  } catch (error) {
    return `git knows no history here (${firstLine(error)})`;
  }
}

/** A number below `count` that the hash of the commit decides. */
export function groupOf({ commit }: History, count: number): number {
  return Number.parseInt(commit.slice(0, 8), 16) % count;
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

function firstLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return text.split('\n')[0] ?? '';
}
