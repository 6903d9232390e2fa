// npm run release -- <version>: writes releases/<version>/, which makes the next commit a release (docs/versioning.md).
// Needs a PostgreSQL server (DATABASE_URL, default 127.0.0.1:5432) and its client programs. Nothing else is changed.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { dumpFile, versionPattern } from './releases.mjs';

const project = resolve(import.meta.dirname, '..');

/** One sentence for each reason why `version` cannot be released from the files below `root`. */
export function findObstacles(version, root = project) {
  if (!versionPattern.test(version)) return ['usage: npm run release -- <version>, for example 0.1.0'];
  const read = (file) => readFileSync(join(root, file), 'utf8');
  const obstacles = [];
  const { version: declared } = JSON.parse(read('package.json'));
  if (declared !== version) obstacles.push(`package.json says ${declared}: set its version to ${version}`);
  const heading = new RegExp(String.raw`^## ${version.replaceAll('.', String.raw`\.`)} – \d{4}-\d\d-\d\d$`, 'm');
  if (!heading.test(read('CHANGELOG.md'))) obstacles.push(`CHANGELOG.md has no heading "## ${version} – <date>"`);
  if (!read('publiccode.yml').includes(`softwareVersion: ${version}\n`))
    obstacles.push(`publiccode.yml does not say "softwareVersion: ${version}"`);
  if (existsSync(join(root, 'releases', version)))
    obstacles.push(`releases/${version} exists: a release is never changed`);
  return obstacles;
}

/**
 * Plain text of `pg_dump` without what only some servers understand: commands of psql, and settings that PostgreSQL 17
 * added. The last statement restores the settings of the session, because PGlite has a single one.
 */
export function portableSql(dump) {
  const unportable = /^\\(un)?restrict |^SET transaction_timeout = |^-- Dumped (from database|by pg_dump) version /;
  const lines = dump.split('\n').filter((line) => !unportable.test(line));
  return `${lines.join('\n').trimEnd()}\n\nRESET ALL;\n`;
}

/** Seeds a new database as `npm run seed` does, without running its jobs, and returns its dump. */
function dumpSeededTown() {
  const server = new URL(process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres');
  const name = `ortsfunk_release_${randomUUID().slice(0, 8)}`;
  const database = new URL(server);
  database.pathname = `/${name}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-release-'));
  const inDatabase = (program, ...parameters) =>
    execFileSync(program, [...parameters, database.href], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  execFileSync('psql', ['--quiet', '--command', `create database ${name}`, server.href]);
  try {
    const settings = { PUBLIC_URL: 'https://ortsfunk.example', SMTP_URL: 'smtp://127.0.0.1:9', LOG_LEVEL: 'fatal' };
    const { REDIS_URL: _, ...others } = process.env;
    const env = { ...others, ...settings, DATABASE_URL: database.href, DATA_DIR: dataDir };
    const tsx = join(project, 'node_modules/tsx/dist/cli.mjs');
    execFileSync(process.execPath, [tsx, 'server/database/seed/run.ts'], { cwd: project, env, stdio: 'inherit' });
    // The embedded database has no extensions; the indexes that go with this one are optional.
    inDatabase(
      'psql',
      '--quiet',
      '--command',
      'set client_min_messages = warning; drop extension if exists pg_trgm cascade',
    );
    const options = ['--no-owner', '--no-privileges', '--inserts', '--rows-per-insert=200'];
    return portableSql(inDatabase('pg_dump', ...options));
  } finally {
    execFileSync('psql', ['--quiet', '--command', `drop database ${name} with (force)`, server.href]);
    rmSync(dataDir, { recursive: true });
  }
}

function release(version) {
  const town = gzipSync(dumpSeededTown(), { level: 9 });
  const folder = join(project, 'releases', version);
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(project, 'schema/schema.graphql'), join(folder, 'schema.graphql'));
  writeFileSync(join(folder, dumpFile), town);
  console.log(`releases/${version}: schema.graphql and ${dumpFile} (${Math.round(town.length / 1024)} kB)`);
  console.log(`commit it alone: git add releases/${version} && git commit -m "feat(release): ${version}"`);
}

if (import.meta.main) {
  const version = process.argv[2] ?? '';
  const obstacles = findObstacles(version);
  for (const obstacle of obstacles) console.error(obstacle);
  if (obstacles.length > 0) process.exit(2);
  release(version);
}
