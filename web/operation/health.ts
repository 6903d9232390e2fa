import type { InstallationHealthPartsFragment } from '../gql/graphql.ts';

type Health = InstallationHealthPartsFragment;

/** How a part of the installation does: fine, needs a look soon, needs one now, or nothing is known. */
export type Tone = 'ok' | 'warn' | 'danger' | 'plain';

/** Whether this condition lasts. */
export function lasts({ conditions }: Health, kind: Health['conditions'][number]['kind']): boolean {
  return conditions.some((condition) => condition.kind === kind);
}

export function queueTone(health: Health): Tone {
  return lasts(health, 'QUEUE_LATE') ? 'danger' : 'ok';
}

export function backupTone(health: Health): Tone {
  const { status, isEncrypted } = health.backup;
  if (lasts(health, 'BACKUP_LATE') || status === 'UNREADABLE') return 'danger';
  return status === 'FOUND' && isEncrypted === true ? 'ok' : 'warn';
}

export function diskTone({ disks }: Health): Tone {
  if (disks.length === 0) return 'plain';
  return disks.some(({ isLow }) => isLow) ? 'danger' : 'ok';
}

export function mailTone({ mail }: Health): Tone {
  if (mail.refusedSince != null) return 'danger';
  return mail.acceptedAt == null ? 'plain' : 'ok';
}

export function machineTone({ faults }: Health): Tone {
  return faults.length > 0 ? 'danger' : 'ok';
}

/** Several versions run during an update only. */
export function processTone({ processes }: Health): Tone {
  return new Set(processes.map(({ version }) => version)).size > 1 ? 'warn' : 'ok';
}
