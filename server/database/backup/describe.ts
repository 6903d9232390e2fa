import type { Backup } from './manifest.ts';

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
