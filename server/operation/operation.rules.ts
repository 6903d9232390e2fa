import type { Actor } from '../kernel/actor.ts';
import { type BackupState, oldestBackupHours } from '../kernel/backupState.ts';
import type { DiskReading } from '../kernel/disks.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { ConditionKind, Measured, ProcessState, Stored } from './operation.entity.ts';

/** Bounds of the conditions. */
export const watchBounds = {
  queueMinutes: 10,
  backupHours: oldestBackupHours,
  /** Hours that a process may run without any backup; the first one is made at its start. */
  firstBackupHours: 1,
  /** Share of free space of a disk. */
  freeShare: 0.1,
  /** Seconds for which the mail server must have refused everything: a short restart is no condition. */
  mailSeconds: 60,
  reminderHours: 24,
  /** Minutes after which a process that no longer reports counts as ended. */
  processMinutes: 3,
} as const;
export type WatchBounds = { readonly [Name in keyof typeof watchBounds]: number };

export interface Report {
  readonly machine: string;
  readonly startedAt: Date;
  readonly state: ProcessState;
}

export interface QueueState {
  /** Number of jobs that are due and wait. */
  readonly due: number;
  /** When the oldest of them was due; null: none waits. */
  readonly oldestDueAt: Date | null;
}

/** Facts about the whole installation on which the conditions depend. */
export interface Facts {
  readonly reports: readonly Report[];
  readonly queue: QueueState;
  readonly now: Date;
  /** Since when mail is known to be refused; null: it was not at the last look. */
  readonly mailRefusedSince: Date | null;
}

/** Operators see how the installation does. */
export function canSeeInstallation(actor: Actor): Verdict {
  const isOperator = actor.kind === 'person' && actor.roles.some(({ role }) => role === 'OPERATOR');
  if (isOperator) return allow;
  return deny(actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
}

/** Conditions that last now, with their values. */
export function findConditions(facts: Facts, bounds: WatchBounds = watchBounds): Map<ConditionKind, Measured> {
  const found: readonly (readonly [ConditionKind, Measured | undefined])[] = [
    ['QUEUE_LATE', findLateQueue(facts, bounds)],
    ['BACKUP_LATE', findLateBackup(facts, bounds)],
    ['DISK_LOW', findLowDisks(facts, bounds)],
    ['MAIL_REFUSED', findRefusedMail(facts, bounds)],
  ];
  return new Map(found.flatMap(([kind, measured]) => (measured === undefined ? [] : [[kind, measured] as const])));
}

function findLateQueue({ queue, now }: Facts, { queueMinutes }: WatchBounds): Measured | undefined {
  if (queue.oldestDueAt === null) return undefined;
  const minutes = (now.getTime() - queue.oldestDueAt.getTime()) / 60_000;
  return minutes > queueMinutes ? { minutes: Math.floor(minutes), jobs: queue.due } : undefined;
}

function findLateBackup({ reports, now }: Facts, bounds: WatchBounds): Measured | undefined {
  const { status, newest } = newestBackup(reports);
  if (status === 'NOT_SET') return undefined;
  if (newest !== undefined) {
    const hours = (now.getTime() - Date.parse(newest.createdAt)) / 3_600_000;
    return hours > bounds.backupHours ? { hours: Math.floor(hours) } : undefined;
  }
  if (status === 'UNREADABLE') return {};
  const since = Math.min(...reports.map(({ startedAt }) => startedAt.getTime()));
  return now.getTime() - since > bounds.firstBackupHours * 3_600_000 ? {} : undefined;
}

/** Newest backup that any process sees; processes without BACKUP_DIR say nothing. */
export function newestBackup(reports: readonly Pick<Report, 'state'>[]): Stored<BackupState> {
  const states = reports.map(({ state }) => state.backup).filter(({ status }) => status !== 'NOT_SET');
  const created = ({ newest }: Stored<BackupState>): string => newest?.createdAt ?? '';
  const [first] = states.toSorted((a, b) => created(b).localeCompare(created(a)));
  return (
    states.find(({ status }) => status === 'UNREADABLE' && first?.newest === undefined) ??
    first ?? { status: 'NOT_SET' }
  );
}

function findLowDisks({ reports }: Facts, { freeShare }: WatchBounds): Measured | undefined {
  const low = reports.flatMap(({ machine, state }) =>
    state.disks
      .filter((disk) => isLow(disk, freeShare))
      .map((disk) => `${disk.setting}: ${percent(disk)} (${machine})`),
  );
  return low.length > 0 ? { disks: [...new Set(low)].toSorted().join(', ') } : undefined;
}

/** Whether a disk has less free space than this share. */
export function isLow({ freeBytes, totalBytes }: DiskReading, freeShare: number = watchBounds.freeShare): boolean {
  return freeBytes < freeShare * totalBytes;
}

function percent({ freeBytes, totalBytes }: DiskReading): string {
  return `${Math.floor((100 * freeBytes) / totalBytes)} %`;
}

/** State of the mail server, joined from the reports of all processes. */
export interface MailState {
  /** Since when it takes nothing from us; null: it took the last mail, or nothing was sent. */
  readonly refusedSince: Date | null;
  readonly acceptedAt: Date | null;
  readonly reason: string | null;
}

/** Joins what the processes know: the mail server works if it took a mail after its last refusal. */
export function joinMail(reports: readonly Pick<Report, 'state'>[]): MailState {
  const records = reports.map(({ state }) => state.mail);
  const accepted = latest(records.map(({ acceptedAt }) => acceptedAt));
  const refusing = records.filter(({ refusedAt = '' }) => refusedAt !== '' && Date.parse(refusedAt) > (accepted ?? 0));
  const [last] = refusing.toSorted((a, b) => (b.refusedAt ?? '').localeCompare(a.refusedAt ?? ''));
  const since = refusing.map(({ refusedSince = '' }) => Date.parse(refusedSince));
  return {
    refusedSince: since.length === 0 ? null : new Date(Math.min(...since)),
    acceptedAt: accepted === undefined ? null : new Date(accepted),
    reason: last?.reason ?? null,
  };
}

function latest(times: readonly (string | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined).map((time) => Date.parse(time));
  return known.length === 0 ? undefined : Math.max(...known);
}

/**
 * A process forgets what the mail server said when it ends: the condition therefore lasts until a mail was taken since it
 * began.
 */
function findRefusedMail({ reports, now, mailRefusedSince }: Facts, bounds: WatchBounds): Measured | undefined {
  const { refusedSince, acceptedAt, reason } = joinMail(reports);
  const measured = reason === null ? {} : { reason };
  if (mailRefusedSince !== null) {
    const isOver = refusedSince === null && acceptedAt !== null && acceptedAt > mailRefusedSince;
    return isOver ? undefined : measured;
  }
  if (refusedSince === null) return undefined;
  return now.getTime() - refusedSince.getTime() >= bounds.mailSeconds * 1000 ? measured : undefined;
}
