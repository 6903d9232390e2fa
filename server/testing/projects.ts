import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = resolve(import.meta.dirname, '../..');

/** Vitest projects in the order in which their files run. */
const projects = ['server', 'server-own', 'web', 'unit'];

/** Default time limit of a test or hook in milliseconds. */
export const usualTimeout = 60_000;

/** Files that make a test slow: they open a database, build the whole schema or connect to Redis. */
const productFiles = ['server/database/orm.ts', 'server/schema.ts', 'server/kernel/live/bus.redis.ts'];

/**
 * Test files outside web/ of this project, relative to the repository. A file named `*.own.test.ts` belongs to
 * `server-own`; others belong to `server` if they import one of `productFiles`, directly or indirectly, and to `unit`
 * otherwise.
 */
export function filesOf(project: 'unit' | 'server' | 'server-own'): string[] {
  return globSync('{server,schema,e2e}/**/*.test.ts', { cwd: root }).filter((file) => projectOf(file) === project);
}

function projectOf(file: string): 'unit' | 'server' | 'server-own' {
  if (file.endsWith('.own.test.ts')) return 'server-own';
  return needsProduct(file) ? 'server' : 'unit';
}

function needsProduct(file: string): boolean {
  const reached = new Set([file]);
  for (const one of reached) for (const imported of importsOf(one)) reached.add(imported);
  return productFiles.some((name) => reached.has(name));
}

/** Imports of TypeScript files of this repository that remain without types. */
const importStatement = /^(?:import|export) (?!type )(?:[^;']* from )?'(\.[^']+\.ts)';/gm;
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
 * Shuffles the files of each project by the seed that the run prints. Files with a longer time limit begin first and
 * the small files of `web` and `unit` run last, so that no worker is left alone for long.
 */
export class SlowFilesFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { seed } = this.ctx.config.sequence;
    const ranked = files.map((file) => ({ file, rank: rankOf(file, seed) }));
    ranked.sort((one, other) => (one.rank < other.rank ? -1 : 1));
    return Promise.resolve(ranked.map(({ file }) => file));
  }
}

function rankOf({ moduleId, project }: TestSpecification, seed: number): string {
  const chance = createHash('sha256')
    .update(`${seed} ${relative(root, moduleId)}`)
    .digest('hex');
  return [projects.indexOf(project.name), isSlow(moduleId) ? 'slow' : 'usual', chance].join(' ');
}

/** Time limit in milliseconds as an option of a test or the last argument of a hook. */
const timeoutOption = /(?:\btimeout: |\}, )(\d[\d_]*)\b/g;

function isSlow(file: string): boolean {
  const timeouts = [...readFileSync(file, 'utf8').matchAll(timeoutOption)].map(([, ms = '']) => ms.replaceAll('_', ''));
  return timeouts.some((ms) => Number(ms) > usualTimeout);
}
