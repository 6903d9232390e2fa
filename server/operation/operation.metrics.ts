import cluster from 'node:cluster';
import { type Metrics, readGauge } from '../kernel/metrics.ts';
import { answerCluster, serveMetrics } from '../kernel/metrics.server.ts';
import type { Services } from '../kernel/context.ts';
import { readDisks } from '../kernel/disks.ts';
import { countWaiting } from '../notification/sending/notification.waiting.service.ts';
import { readQueues } from './operation.queue.service.ts';
import { isLow } from './operation.rules.ts';

/**
 * Serves `/metrics` at METRICS_PORT of this process. In a cluster the main process does (cluster.ts), and this one answers
 * its questions. Processes for jobs add what they read from the database and the disks, so that it is read once.
 */
export async function startMetrics(services: Services): Promise<() => Promise<void>> {
  const { config, metrics, process } = services;
  if (metrics === undefined || config.metricsPort === undefined) return () => Promise.resolve();
  if (process.role !== 'web') addGauges(services, metrics);
  if (!cluster.isWorker) return serveMetrics(metrics.registry, config.metricsPort);
  answerCluster(metrics.registry);
  return () => Promise.resolve();
}

function addGauges(services: Services, metrics: Metrics): void {
  addQueueGauges(services, metrics);
  addDiskGauges(services, metrics);
  readGauge(metrics, 'ortsfunk_deliveries_waiting', 'Deliveries that have not left.', ['channel', 'state'], async () =>
    (await countWaiting({ em: services.em.fork() })).map(({ channel, state, count }) => [{ channel, state }, count]),
  );
  readGauge(
    metrics,
    'ortsfunk_backup_age_seconds',
    'Age of the newest backup; absent: there is none.',
    [],
    async () => {
      const { newest } = await services.backups();
      return newest === undefined ? [] : [[{}, (services.now().getTime() - newest.createdAt.getTime()) / 1000]];
    },
  );
  readGauge(metrics, 'ortsfunk_backup_expected', '1: BACKUP_DIR is set.', [], () =>
    Promise.resolve([[{}, services.config.backupDir === undefined ? 0 : 1]]),
  );
  readGauge(metrics, 'ortsfunk_mail_refused_seconds', 'Time for which the mail server has taken nothing.', [], () => {
    const { refusedSince } = services.mail.record();
    const ms = refusedSince === undefined ? 0 : services.now().getTime() - refusedSince.getTime();
    return Promise.resolve([[{}, ms / 1000]]);
  });
  readGauge(metrics, 'ortsfunk_machine_faults', 'Faults of the machine that last.', [], () =>
    Promise.resolve([[{}, services.machine.faults().length]]),
  );
}

/** Every domain with jobs has a value, so that a missing one means a missing process. */
function addQueueGauges(services: Services, metrics: Metrics): void {
  const { em, registry, now } = services;
  const names = [...new Set([...registry.jobs.keys()].map((queue) => queue.split('.')[0] ?? ''))];
  const read = (valueOf: (due: number, oldest: Date | null) => number) => async () => {
    const groups = new Map((await readQueues({ em: em.fork(), registry })).map((one) => [one.group, one]));
    return names.map((group) => {
      const { due, oldestDueAt } = groups.get(group) ?? { due: 0, oldestDueAt: null };
      return [{ group }, valueOf(due, oldestDueAt)] as const;
    });
  };
  const age = (_due: number, oldest: Date | null): number =>
    oldest === null ? 0 : Math.max(0, (now().getTime() - oldest.getTime()) / 1000);
  readGauge(metrics, 'ortsfunk_queue_age_seconds', 'Age of the oldest due job, by domain.', ['group'], read(age));
  readGauge(
    metrics,
    'ortsfunk_queue_due_jobs',
    'Jobs that are due and wait, by domain.',
    ['group'],
    read((due) => due),
  );
}

function addDiskGauges({ config }: Services, metrics: Metrics): void {
  const labels = ['folder'] as const;
  readGauge(metrics, 'ortsfunk_disk_free_ratio', 'Share of the disk of a folder that is free.', labels, async () =>
    (await readDisks(config)).map(({ setting, freeBytes, totalBytes }) => [
      { folder: setting },
      freeBytes / totalBytes,
    ]),
  );
  readGauge(metrics, 'ortsfunk_disk_low', '1: less than a tenth of the disk is free.', labels, async () =>
    (await readDisks(config)).map((disk) => [{ folder: disk.setting }, isLow(disk) ? 1 : 0]),
  );
}
