import { expect, test } from 'vitest';
import type { InstallationHealthPartsFragment } from '../gql/graphql.ts';
import { backupTone, diskTone, machineTone, mailTone, processTone, queueTone } from './health.ts';

type Health = InstallationHealthPartsFragment;

const fine = {
  version: '1.0.0',
  processes: [{ role: 'ALL', machine: 'a', version: '1.0.0', startedAt: '' }],
  queue: { due: 0, oldestDueAt: null },
  backup: { status: 'FOUND', createdAt: '', sizeMb: 1, isEncrypted: true },
  disks: [{ setting: 'DATA_DIR', machine: 'a', freeMb: 5, totalMb: 10, isLow: false }],
  mail: { sends: true, refusedSince: null, acceptedAt: '2026-03-10T09:00:00Z', reason: null, waitingNotices: 0 },
  faults: [],
  conditions: [],
  cursor: '',
} as unknown as Health;
const tones = (more: object): string[] =>
  [queueTone, backupTone, diskTone, mailTone, machineTone, processTone].map((tone) =>
    tone({ ...fine, ...more } as Health),
  );

test('a healthy installation is fine in every part', () => {
  expect(tones({})).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
});

test.each([
  ['a late queue', { conditions: [{ kind: 'QUEUE_LATE', beganAt: '' }] }, 0, 'danger'],
  ['a late backup', { conditions: [{ kind: 'BACKUP_LATE', beganAt: '' }] }, 1, 'danger'],
  ['no backups', { backup: { status: 'NOT_SET' } }, 1, 'warn'],
  ['a backup that everybody can read', { backup: { ...fine.backup, isEncrypted: false } }, 1, 'warn'],
  ['a folder that cannot be read', { backup: { status: 'UNREADABLE' } }, 1, 'danger'],
  ['a low disk', { disks: [{ ...fine.disks[0], isLow: true }] }, 2, 'danger'],
  ['no disk', { disks: [] }, 2, 'plain'],
  ['refused mail', { mail: { ...fine.mail, refusedSince: '2026-03-10T09:00:00Z' } }, 3, 'danger'],
  ['no mail yet', { mail: { ...fine.mail, acceptedAt: null } }, 3, 'plain'],
  ['a fault', { faults: [{ fault: 'DISK_FULL' }] }, 4, 'danger'],
  ['two versions', { processes: [...fine.processes, { version: '2.0.0' }] }, 5, 'warn'],
] as const)('%s shows in its part only', (_name, more, index, tone) => {
  expect(tones(more)).toEqual(tones({}).with(index, tone));
});
