import { oldestBackupHours } from '../../kernel/backupState.ts';
import type { Services } from '../../kernel/context.ts';
import { repeat } from '../../kernel/repeat.ts';
import { unencrypted, makeBackup, requireBackupDir } from './make.ts';
import { BackupError } from './errors.ts';
import { isDue } from './keeping.ts';
import { listBackups } from './manifest.ts';

/** Milliseconds between two looks at the clock, and after a failure. */
const lookMs = 60_000;
const pauseMs = 30 * 60_000;

/**
 * Makes a backup every night, or at once if the last night has none, for example after the machine was off. A failure
 * is logged and tried again every half hour. Returns the function that ends it.
 */
export function startNightly(services: Services): () => Promise<void> {
  const { config, log } = services;
  if (config.backupDir === undefined) return () => Promise.resolve();
  if (config.backupRecipients.length === 0) log.warn(unencrypted);
  return repeat(services, {
    everyMs: lookMs,
    pauseMs,
    failure: 'the nightly backup failed, will be tried again',
    run: () => backUpWhenDue(services),
  });
}

async function backUpWhenDue(services: Services): Promise<void> {
  const { config, log } = services;
  const [newest] = await listBackups(await requireBackupDir(config), await installationId(services));
  if (!isDue(services.now(), newest && new Date(newest.manifest.createdAt))) return;
  const started = performance.now();
  try {
    const { folder, manifest } = await makeBackup(services);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    log.info({ folder, bytes: manifest.dump.bytes, photos: manifest.photoList.count, seconds }, 'backup complete');
  } catch (error) {
    const isMadeByOther = error instanceof BackupError && error.code === 'ALREADY_RUNNING';
    if (!isMadeByOther) throw error;
  }
}

async function installationId({ em }: Services): Promise<string | undefined> {
  const rows: { id: string }[] = await em.fork().execute('select id from installation');
  return rows[0]?.id;
}

/** Milliseconds for which an answer is kept, because health is asked every few seconds. */
const rememberMs = 60_000;

/** Sentences for operators about missing or old backups, whichever process was to make them. */
export function watchBackups(services: Services): () => Promise<string[]> {
  let told: readonly string[] = [];
  let until = 0;
  return async () => {
    if (performance.now() >= until) {
      until = performance.now() + rememberMs;
      told = await findWarnings(services);
    }
    return [...told];
  };
}

async function findWarnings(services: Services): Promise<string[]> {
  const { status, newest } = await services.backups();
  if (status === 'NONE') return ['BACKUP_DIR holds no backup of this installation'];
  if (status === 'UNREADABLE') return ['BACKUP_DIR cannot be read: see the log'];
  if (newest === undefined) return [];
  const hours = (services.now().getTime() - newest.createdAt.getTime()) / 3_600_000;
  return hours > oldestBackupHours ? [`the newest backup is ${Math.floor(hours)} hours old: see the log`] : [];
}
