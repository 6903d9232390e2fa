import { expect, test } from 'vitest';
import type { Actor } from '../kernel/actor.ts';
import type { ProcessState } from './operation.entity.ts';
import {
  canSeeInstallation,
  findConditions,
  joinMail,
  newestBackup,
  type Report,
  watchBounds,
} from './operation.rules.ts';

const now = new Date('2026-03-10T12:00:00.000Z');
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const iso = (minutes: number): string => minutesAgo(minutes).toISOString();

function report(state: Partial<ProcessState>, upMinutes = 10): Report {
  const fine = { faults: [], disks: [], backup: { status: 'NOT_SET' as const }, mail: {} };
  return { machine: 'a', startedAt: minutesAgo(upMinutes), state: { ...fine, ...state } };
}
const found = (minutes: number) => ({
  status: 'FOUND' as const,
  newest: { createdAt: iso(minutes), bytes: 1, isEncrypted: true },
});
const conditions = (reports: readonly Report[], more: object = {}) =>
  Object.fromEntries(
    findConditions({ reports, queue: { due: 0, oldestDueAt: null }, now, mailRefusedSince: null, ...more }),
  );

test('the queue is late after ten minutes', () => {
  const late = (minutes: number) => conditions([], { queue: { due: 3, oldestDueAt: minutesAgo(minutes) } });
  expect(late(10)).toEqual({});
  expect(late(10.1)).toEqual({ QUEUE_LATE: { minutes: 10, jobs: 3 } });
});

test('the newest backup that any process sees counts; processes without BACKUP_DIR say nothing', () => {
  expect(conditions([report({})])).toEqual({});
  expect(conditions([report({ backup: found(26 * 60) }), report({})])).toEqual({});
  expect(conditions([report({ backup: found(26 * 60 + 1) })])).toEqual({ BACKUP_LATE: { hours: 26 } });
  expect(conditions([report({ backup: found(2000) }), report({ backup: found(5) })])).toEqual({});
  expect(newestBackup([report({ backup: found(2000) }), report({ backup: found(5) })])).toEqual(found(5));
});

test('a first backup has an hour; a folder that cannot be read has none', () => {
  expect(conditions([report({ backup: { status: 'NONE' } }, 59)])).toEqual({});
  expect(conditions([report({ backup: { status: 'NONE' } }, 61)])).toEqual({ BACKUP_LATE: {} });
  expect(conditions([report({ backup: { status: 'UNREADABLE' } }, 1)])).toEqual({ BACKUP_LATE: {} });
  expect(conditions([report({ backup: { status: 'UNREADABLE' } }), report({ backup: found(5) })])).toEqual({});
});

test('a disk is low below a tenth', () => {
  const disk = (freeBytes: number) => report({ disks: [{ setting: 'DATA_DIR', freeBytes, totalBytes: 1000 }] });
  expect(conditions([disk(100)])).toEqual({});
  expect(conditions([disk(99), disk(99)])).toEqual({ DISK_LOW: { disks: 'DATA_DIR: 9 % (a)' } });
});

test('mail is refused when nothing was taken since the first refusal for a minute', () => {
  const refused = (since: number, at = 0) =>
    report({ mail: { refusedSince: iso(since), refusedAt: iso(at), reason: 'EAUTH 535' } });
  expect(conditions([refused(0.9)])).toEqual({});
  expect(conditions([refused(1)])).toEqual({ MAIL_REFUSED: { reason: 'EAUTH 535' } });
  const works = report({ mail: { acceptedAt: iso(0) } });
  expect(conditions([refused(5, 1), works])).toEqual({});
  expect(joinMail([refused(5, 1), works])).toEqual({ refusedSince: null, acceptedAt: now, reason: null });
});

test('a refusal outlasts the process that saw it, until a mail was taken', () => {
  const lasting = { mailRefusedSince: minutesAgo(30) };
  expect(conditions([report({})], lasting)).toEqual({ MAIL_REFUSED: {} });
  expect(conditions([report({ mail: { acceptedAt: iso(40) } })], lasting)).toEqual({ MAIL_REFUSED: {} });
  expect(conditions([report({ mail: { acceptedAt: iso(1) } })], lasting)).toEqual({});
});

test('only operators see the installation', () => {
  const person = (role: 'ADMIN' | 'OPERATOR'): Actor => ({
    kind: 'person',
    id: 'p',
    sessionId: 's',
    expiresAt: now,
    roles: [{ role, municipalityId: role === 'OPERATOR' ? null : 'm', deskId: null }],
  });
  expect(canSeeInstallation(person('OPERATOR'))).toMatchObject({ allow: true });
  for (const actor of [person('ADMIN'), { kind: 'system' } as const])
    expect(canSeeInstallation(actor)).toMatchObject({ allow: false, code: 'FORBIDDEN' });
  expect(canSeeInstallation({ kind: 'anonymous' })).toMatchObject({ allow: false, code: 'UNAUTHENTICATED' });
  expect(watchBounds.queueMinutes).toBe(10);
});
