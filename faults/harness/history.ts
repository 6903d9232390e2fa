import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** State of the git repository of the sources. */
export interface History {
  readonly commit: string;
  /**
   * Paths, from the root of the repository, of files that differ from HEAD~`depth`; uncommitted changes are included.
   */
  readonly changed: ReadonlySet<string>;
}

/** Number of commits within which a changed file counts as changed lately. */
export const depth = 20;
const root = resolve(import.meta.dirname, '../..');

/** Reads the history. A string says why none reaches far enough: an archive, a shallow clone, a young repository. */
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

/** A number from 0 to `count` - 1 that depends on the hash of the commit. */
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
