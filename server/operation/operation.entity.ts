import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { BackupState } from '../kernel/backupState.ts';
import type { DiskReading } from '../kernel/disks.ts';
import type { FaultReport } from '../kernel/machine.ts';
import type { MailRecord } from '../kernel/mail.ts';
import type { Role } from '../kernel/process.ts';

/** Conditions that operators get mails about. */
const conditionKinds = ['QUEUE_LATE', 'BACKUP_LATE', 'DISK_LOW', 'MAIL_REFUSED'] as const;
export type ConditionKind = (typeof conditionKinds)[number];

/** A condition begins, lasts for another day, or has ended. */
const noticePhases = ['BEGIN', 'REMINDER', 'END'] as const;
export type NoticePhase = (typeof noticePhases)[number];

/** Values in the mails about a condition. */
export interface Measured {
  /** Minutes that the oldest due job waits, and the number of due jobs. */
  readonly minutes?: number;
  readonly jobs?: number;
  /** Age of the newest backup; absent: there is none, or it cannot be read. */
  readonly hours?: number;
  /** Folders with too little space, such as "DATA_DIR: 7 % (machine a)". */
  readonly disks?: string;
  /** Codes of the mail server's refusal. */
  readonly reason?: string;
}

/** Values that arrive from JSON: dates are texts. */
export type Stored<T> = T extends Date ? string : T extends object ? { readonly [K in keyof T]: Stored<T[K]> } : T;

/** Content of the report of a process about itself. */
export interface ProcessState {
  readonly faults: readonly Stored<FaultReport>[];
  readonly disks: readonly DiskReading[];
  readonly backup: Stored<BackupState>;
  readonly mail: Stored<MailRecord>;
}

/** Last report of a process about itself and its machine, renewed every minute; old ones are deleted. */
const ProcessReportSchema = defineEntity({
  name: 'ProcessReport',
  properties: {
    /** Made at the start of the process. */
    id: p.uuid().primary(),
    role: p.text().$type<Role>(),
    /** Name of the machine or container. */
    machine: p.text(),
    version: p.text(),
    startedAt: p.datetime(),
    seenAt: p.datetime(),
    state: p.json<ProcessState>(),
  },
});
export class ProcessReport extends ProcessReportSchema.class {}
ProcessReportSchema.setClass(ProcessReport);

/** Condition that operators must look at and that lasts; the row is deleted when it ends. */
const WatchConditionSchema = defineEntity({
  name: 'WatchCondition',
  properties: {
    kind: p.text().$type<ConditionKind>().primary(),
    beganAt: p.datetime(),
    /** When operators last got a notice about it. */
    noticedAt: p.datetime(),
    measured: p.json<Measured>(),
  },
});
export class WatchCondition extends WatchConditionSchema.class {}
WatchConditionSchema.setClass(WatchCondition);

/** Mail to an operator that has not left yet; the row is deleted when the mail server has taken it. */
const WatchNoticeSchema = defineEntity({
  name: 'WatchNotice',
  properties: {
    /** UUID v7: notices leave in this order. */
    id: p.uuid().primary(),
    kind: p.enum(conditionKinds),
    phase: p.enum(noticePhases),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    beganAt: p.datetime(),
    /** When the condition was seen, or had ended. */
    at: p.datetime(),
    measured: p.json<Measured>(),
    /** Until then a process tries to send it; null: nobody does. */
    leaseUntil: p.datetime().nullable(),
  },
  indexes: [{ properties: ['person'] }],
});
export class WatchNotice extends WatchNoticeSchema.class {}
WatchNoticeSchema.setClass(WatchNotice);
