import { Int, ObjectType } from 'type-graphql';
import type { backupStatuses } from '../kernel/backupState.ts';
import type { diskSettings } from '../kernel/disks.ts';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import type { MachineFault } from '../kernel/machine.ts';
import type { Role } from '../kernel/process.ts';
import { DateTime, StreamCursor } from '../kernel/scalars.ts';
import type { ConditionKind } from './operation.entity.ts';

const ConditionEnum = enumOf('InstallationCondition', 'Condition that operators get a mail about.', {
  QUEUE_LATE: 'The oldest due job has waited for more than 10 minutes.',
  BACKUP_LATE: 'The newest backup is older than 26 hours, or there is none.',
  DISK_LOW: 'Less than a tenth of a disk is free.',
  MAIL_REFUSED: 'The mail server takes no mail from this installation.',
});

const BackupStatusEnum = enumOf('BackupStatus', 'State of the backups.', {
  NOT_SET: 'BACKUP_DIR is not set: no backups are made.',
  NONE: 'No backup was made yet.',
  FOUND: 'A backup exists.',
  UNREADABLE: 'BACKUP_DIR cannot be read.',
} satisfies Record<(typeof backupStatuses)[number], string>);

const DiskEnum = enumOf('InstallationFolder', 'A folder of the installation, by its setting.', {
  DATA_DIR: 'Photos and, without PostgreSQL, the database.',
  BACKUP_DIR: 'Backups.',
  KEY_DIR: 'Keys of secret polls.',
} satisfies Record<(typeof diskSettings)[number], string>);

const FaultEnum = enumOf('MachineFault', 'A fault of a machine during which nothing can be changed.', {
  DISK_FULL: 'A disk has no space left.',
  DISK_READ_ONLY: 'A folder cannot be written to.',
  DATABASE_READ_ONLY: 'The database accepts no changes.',
  CLOCK_WRONG: 'The clocks of the process and of the database differ by more than a minute.',
});

const RoleEnum = enumOf('ProcessRole', 'Work of a process.', {
  ALL: 'Requests and jobs.',
  WEB: 'Requests.',
  WORKER: 'Jobs.',
});

@ObjectType('InstallationProcess', { description: 'A process of the installation that reported in the last minutes.' })
export class InstallationProcessType {
  @field(() => RoleEnum, 'Work of the process.')
  declare role: Uppercase<Role>;

  @field(() => String, 'Name of the machine or container of the process.')
  declare machine: string;

  @field(() => String, 'Version that it runs.')
  declare version: string;

  @field(() => DateTime, 'When it was started.')
  declare startedAt: Date;

  @field(() => DateTime, 'When it last reported; it does so every minute.')
  declare seenAt: Date;
}

@ObjectType('InstallationQueue', { description: 'Jobs that are due and wait.' })
export class InstallationQueueType {
  @field(() => Int, 'Number of these jobs.')
  declare due: number;

  @field(() => DateTime, 'When the oldest of them was due; null: none waits.', { nullable: true })
  declare oldestDueAt?: Date | null;
}

@ObjectType('InstallationBackup', { description: 'Newest backup of the installation.' })
export class InstallationBackupType {
  @field(() => BackupStatusEnum, 'State of the backups.')
  declare status: (typeof backupStatuses)[number];

  @field(() => DateTime, 'When the newest backup was begun; null: there is none.', { nullable: true })
  declare createdAt?: Date | null;

  @field(() => Int, 'Size of this backup in megabytes, with all photos; null: there is none.', { nullable: true })
  declare sizeMb?: number | null;

  @field(() => Boolean, 'Whether its dump is encrypted; null: there is none.', { nullable: true })
  declare isEncrypted?: boolean | null;
}

@ObjectType('InstallationDisk', { description: 'Disk of a folder of the installation.' })
export class InstallationDiskType {
  @field(() => DiskEnum, 'The folder.')
  declare setting: (typeof diskSettings)[number];

  @field(() => String, 'Name of the machine or container.')
  declare machine: string;

  @field(() => Int, 'Free space in megabytes.')
  declare freeMb: number;

  @field(() => Int, 'Size in megabytes.')
  declare totalMb: number;

  @field(() => Boolean, 'Whether less than a tenth is free.')
  declare isLow: boolean;
}

@ObjectType('InstallationMail', { description: 'State of the mail server.' })
export class InstallationMailType {
  @field(() => Boolean, 'False: the demo shows mails instead of sending them.')
  declare sends: boolean;

  @field(() => DateTime, 'Since when the mail server takes nothing; null: it took the last mail, or none was sent.', {
    nullable: true,
  })
  declare refusedSince?: Date | null;

  @field(() => DateTime, 'When it last took a mail; null: not since the processes were started.', { nullable: true })
  declare acceptedAt?: Date | null;

  @field(() => String, 'Codes of its last refusal, such as "EAUTH 535"; null: none.', { nullable: true })
  declare reason?: string | null;

  @field(() => Int, 'Number of mails to operators that wait for the mail server.')
  declare waitingNotices: number;
}

@ObjectType('InstallationFault', { description: 'A fault of a machine that lasts.' })
export class InstallationFaultType {
  @field(() => FaultEnum, 'The fault.')
  declare fault: MachineFault;

  @field(() => String, 'Name of the machine or container.')
  declare machine: string;

  @field(() => String, 'Details in English.')
  declare details: string;

  @field(() => DateTime, 'Since when.')
  declare since: Date;
}

@ObjectType('LastingCondition', { description: 'A condition that lasts and about which operators got a mail.' })
export class LastingConditionType {
  @field(() => ConditionEnum, 'The condition.')
  declare kind: ConditionKind;

  @field(() => DateTime, 'When it was noticed.')
  declare beganAt: Date;
}

@ObjectType('InstallationHealth', { description: 'How the installation does, for its operators.' })
export class InstallationHealthType {
  @field(() => DateTime, 'When this was read. What the processes report is up to a minute older.')
  declare checkedAt: Date;

  @field(() => String, 'Version of the process that answers.')
  declare version: string;

  @field(() => [InstallationProcessType], 'Processes that run, the oldest first. At most 100.')
  declare processes: readonly InstallationProcessType[];

  @field(() => InstallationQueueType, 'Jobs that wait.')
  declare queue: InstallationQueueType;

  @field(() => InstallationBackupType, 'Newest backup.')
  declare backup: InstallationBackupType;

  @field(() => [InstallationDiskType], 'Disks of the folders to which processes write. At most 100.')
  declare disks: readonly InstallationDiskType[];

  @field(() => InstallationMailType, 'State of the mail server.')
  declare mail: InstallationMailType;

  @field(() => [InstallationFaultType], 'Faults of the machines that last. At most 100.')
  declare faults: readonly InstallationFaultType[];

  @field(() => [LastingConditionType], 'Conditions that last, the oldest first. At most 10.')
  declare conditions: readonly LastingConditionType[];

  @field(() => StreamCursor, 'Position of this state; pass it as `after` to receive only newer states.')
  declare cursor: string;
}
