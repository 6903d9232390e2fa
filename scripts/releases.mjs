// The releases of the product: one folder `releases/<version>/` each, with schema.graphql and a dump of the seeded town.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const root = resolve(import.meta.dirname, '..');
/** Name of the dump in the folder of a release. */
export const dumpFile = 'town.sql.gz';

/** Versions that have a folder below `<folder>/releases`, the oldest first. */
export function listReleases(folder = root) {
  const releases = join(folder, 'releases');
  const names = existsSync(releases) ? readdirSync(releases) : [];
  return names.filter((name) => versionPattern.test(name)).sort(compareVersions);
}

export const versionPattern = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** Negative if `one` is older than `other`. */
export function compareVersions(one, other) {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  const at = a.findIndex((part, i) => part !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}

/** Schema of a release. */
export function readReleasedSchema(version, folder = root) {
  return readFileSync(join(folder, 'releases', version, 'schema.graphql'), 'utf8');
}

/** SQL text that fills an empty database with the seeded town of a release. */
export function readReleasedTown(version, folder = root) {
  return gunzipSync(readFileSync(join(folder, 'releases', version, dumpFile))).toString('utf8');
}
