import type { BackupState } from '../kernel/backupState.ts';
import type { Context } from '../kernel/context.ts';
import type { DiskReading, DiskSetting } from '../kernel/disks.ts';
import type { MachineFault } from '../kernel/machine.ts';
import type { Role } from '../kernel/process.ts';
import { joinQueues, readQueues } from './operation.queue.service.ts';
import { type ProcessInfo, readAllReports } from './operation.report.service.ts';
import type { ConditionKind } from './operation.entity.ts';
import { isLow, joinMail, newestBackup, type QueueState } from './operation.rules.ts';

/** State of the installation for operators. */
export interface Health {
  readonly checkedAt: Date;
  readonly version: string;
  readonly processes: readonly HealthProcess[];
  readonly queue: QueueState;
  readonly backup: HealthBackup;
  readonly disks: readonly HealthDisk[];
  readonly mail: HealthMail;
  readonly faults: readonly HealthFault[];
  readonly conditions: readonly HealthCondition[];
}
export interface HealthProcess {
  readonly role: Uppercase<Role>;
  readonly machine: string;
  readonly version: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
}
export interface HealthBackup {
  readonly status: BackupState['status'];
  readonly createdAt: Date | null;
  readonly sizeMb: number | null;
  readonly isEncrypted: boolean | null;
}
export interface HealthDisk {
  readonly setting: DiskSetting;
  readonly machine: string;
  readonly freeMb: number;
  readonly totalMb: number;
  readonly isLow: boolean;
}
export interface HealthMail {
  readonly sends: boolean;
  readonly refusedSince: Date | null;
  readonly acceptedAt: Date | null;
  readonly reason: string | null;
  readonly waitingNotices: number;
}
export interface HealthFault {
  readonly fault: MachineFault;
  readonly machine: string;
  readonly details: string;
  readonly since: Date;
}
export interface HealthCondition {
  readonly kind: ConditionKind;
  readonly beganAt: Date;
}

/** Maximum numbers of listed processes, disks and faults; more than any installation is expected to have. */
const mostProcesses = 100;
const mostDisks = 100;
const mostFaults = 100;

const mb = 2 ** 20;

/** Names of the schema's enum. */
const roleNames = { all: 'ALL', web: 'WEB', worker: 'WORKER' } as const;

/** Reads the state of the installation from the reports of its processes, which are at most a minute old. */
export async function readHealth(ctx: Context): Promise<Health> {
  const reports = await readAllReports(ctx);
  const queue = joinQueues(await readQueues(ctx));
  const { refusedSince, acceptedAt, reason } = joinMail(reports);
  return {
    checkedAt: ctx.now(),
    version: ctx.process.version,
    processes: reports.slice(0, mostProcesses).map((report) => ({ ...report, role: roleNames[report.role] })),
    queue,
    backup: backupOf(reports),
    disks: reports.flatMap(disksOf).filter(isFirst).slice(0, mostDisks),
    mail: {
      sends: ctx.config.smtpUrl !== undefined,
      refusedSince,
      acceptedAt,
      reason,
      waitingNotices: await countNotices(ctx),
    },
    faults: reports.flatMap(faultsOf).slice(0, mostFaults),
    conditions: await readConditions(ctx),
  };
}

function backupOf(reports: readonly ProcessInfo[]): HealthBackup {
  const { status, newest } = newestBackup(reports);
  return {
    status,
    createdAt: newest === undefined ? null : new Date(newest.createdAt),
    sizeMb: newest === undefined ? null : Math.ceil(newest.bytes / mb),
    isEncrypted: newest?.isEncrypted ?? null,
  };
}

function disksOf({ machine, state }: ProcessInfo): HealthDisk[] {
  return state.disks.map((disk: DiskReading) => ({
    setting: disk.setting,
    machine,
    freeMb: Math.floor(disk.freeBytes / mb),
    totalMb: Math.floor(disk.totalBytes / mb),
    isLow: isLow(disk),
  }));
}

/** Processes of one machine report the same folders. */
function isFirst({ setting, machine }: HealthDisk, index: number, all: readonly HealthDisk[]): boolean {
  return all.findIndex((other) => other.setting === setting && other.machine === machine) === index;
}

function faultsOf({ machine, state }: ProcessInfo): HealthFault[] {
  return state.faults.map(({ fault, details, since }) => ({ fault, machine, details, since: new Date(since) }));
}

async function countNotices({ em }: Context): Promise<number> {
  const [row]: { count: number }[] = await em.execute('select count(*)::int as count from watch_notice');
  return row?.count ?? 0;
}

async function readConditions({ em }: Context): Promise<HealthCondition[]> {
  const rows: HealthCondition[] = await em.execute(
    'select kind, began_at as "beganAt" from watch_condition order by began_at, kind',
  );
  return rows.map(({ kind, beganAt }) => ({ kind, beganAt: new Date(beganAt) }));
}
