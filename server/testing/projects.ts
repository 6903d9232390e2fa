import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { BaseSequencer, type CachedTestFileResult, type TestSpecification } from 'vitest/node';

const root = resolve(import.meta.dirname, '../..');

/** Vitest projects in the order in which their files run. */
const projects = ['server', 'server-own', 'web', 'unit'];

/** Default time limit of a test or hook in milliseconds. */
export const usualTimeout = 60_000;

/** Files that make a test slow: they open a database, build the whole schema or connect to Redis. */
const productFiles = ['server/database/orm.ts', 'server/schema.ts', 'server/kernel/live/bus.redis.ts'];

export type ServerProject = 'unit' | 'server' | 'server-own' | 'crosscheck' | 'planted';

/**
 * Test files outside web/ of this project, relative to the repository. A file named `*.own.test.ts` belongs to
 * `server-own`, one named `*.crosscheck.test.ts` to `crosscheck`, `*.planted.test.ts` to `planted`; others belong to `server` if they import one of
 * `productFiles`, directly or indirectly, and to `unit` otherwise.
 */
export function filesOf(project: ServerProject): string[] {
  return globSync('{server,schema,e2e}/**/*.test.ts', { cwd: root }).filter((file) => projectOf(file) === project);
}

/** All test files of this project, relative to the repository. */
export function allTests(): string[] {
  return globSync('{server,schema,e2e,web}/**/*.test.ts', { cwd: root });
}

function projectOf(file: string): ServerProject {
  if (file.endsWith('.own.test.ts')) return 'server-own';
  if (file.endsWith('.crosscheck.test.ts')) return 'crosscheck';
  if (file.endsWith('.planted.test.ts')) return 'planted';
  return needsProduct(file) ? 'server' : 'unit';
}

function needsProduct(file: string): boolean {
  const reached = filesReachedBy(file);
  return productFiles.some((name) => reached.has(name));
}

/** A file and those that it imports, directly or indirectly, except for their types. */
export function filesReachedBy(file: string): ReadonlySet<string> {
  const reached = new Set([file]);
  for (const one of reached) for (const imported of importsOf(one)) reached.add(imported);
  return reached;
}

/** Imports of files of this repository that remain without types. */
const importStatement = /^(?:import|export) (?!type )(?:[^;']* from )?'(\.[^']+\.(?:ts|vue))';/gm;
const knownImports = new Map<string, readonly string[]>();

function importsOf(file: string): readonly string[] {
  const known = knownImports.get(file);
  if (known !== undefined) return known;
  const statements = readFileSync(join(root, file), 'utf8').matchAll(importStatement);
  const found = [...statements].map(([, path = '']) => join(dirname(file), path));
  knownImports.set(file, found);
  return found;
}

/**
 * Orders the files by what Vitest's cache knows of their last run: first those that failed, then those that changed, then
 * the longest. Without a cache, files with a longer time limit begin first. The small files of `web` and `unit` run last,
 * so that no worker is left alone for long. The seed that the run prints shuffles files of equal rank.
 */
export class SlowFilesFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const results = files.map((file) => this.ctx.cache.getTestSpecificationResult(file));
    const { seed } = this.ctx.config.sequence;
    const hasCache = results.some((result) => result !== undefined);
    const ranked = files.map((file, n) => {
      const { urgency, slowness } = hasCache ? rankByResult(file, results[n]) : rankByLimit(file);
      const chance = createHash('sha256').update(`${seed} ${relative(root, file.moduleId)}`);
      const rank = [urgency, projects.indexOf(file.project.name), 20 - slowness, chance.digest('hex')];
      return { file, rank: rank.map((part) => String(part).padStart(2, '0')).join(' ') };
    });
    ranked.sort((one, other) => (one.rank < other.rank ? -1 : 1));
    return Promise.resolve(ranked.map(({ file }) => file));
  }
}

/** A file comes earlier with a lower urgency, and among equal ones of its project with a higher slowness (0 to 20). */
interface Rank {
  readonly urgency: number;
  readonly slowness: number;
}

function rankByLimit({ moduleId }: TestSpecification): Rank {
  return { urgency: 0, slowness: isSlow(moduleId) ? 20 : 0 };
}

/** The slowness doubles the duration with each step, so that files of about the same duration are still shuffled. */
function rankByResult({ moduleId }: TestSpecification, result: CachedTestFileResult | undefined): Rank {
  const slowness = Math.min(20, Math.ceil(Math.log2(1 + (result?.duration ?? 0) / 500)));
  if (result?.failed) return { urgency: 0, slowness };
  const hasChanged = (result?.lastRun ?? 0) < changeIn(dirname(moduleId));
  return { urgency: hasChanged ? 1 : 2, slowness };
}

const knownChanges = new Map<string, number>();

/** Time of the last change of a file in this folder. Unlike git's state it is known on every machine. */
function changeIn(folder: string): number {
  const known = knownChanges.get(folder);
  if (known !== undefined) return known;
  const times = globSync('*.*', { cwd: folder }).map((name) => statSync(join(folder, name)).mtimeMs);
  const last = Math.max(0, ...times);
  knownChanges.set(folder, last);
  return last;
}

/** Time limit in milliseconds as an option of a test or the last argument of a hook. */
const timeoutOption = /(?:\btimeout: |\}, )(\d[\d_]*)\b/g;

function isSlow(file: string): boolean {
  const timeouts = [...readFileSync(file, 'utf8').matchAll(timeoutOption)].map(([, ms = '']) => ms.replaceAll('_', ''));
  return timeouts.some((ms) => Number(ms) > usualTimeout);
}
