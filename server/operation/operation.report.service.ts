import { hostname } from 'node:os';
import type { Context, Services } from '../kernel/context.ts';
import { readDisks } from '../kernel/disks.ts';
import type { Role } from '../kernel/process.ts';
import type { ProcessState } from './operation.entity.ts';
import { type Report, watchBounds } from './operation.rules.ts';

/** Report of a process of the installation. */
export interface ProcessInfo extends Report {
  readonly id: string;
  readonly role: Role;
  readonly version: string;
  readonly seenAt: Date;
}

/** Stores what this process knows about itself and its machine, and forgets processes that no longer report. */
export async function storeReport(services: Services): Promise<void> {
  const { process, now } = services;
  const state = await describe(services);
  const em = services.em.fork();
  await em.execute(storeSql, [
    process.id,
    process.role,
    hostname(),
    process.version,
    process.startedAt.toISOString(),
    now().toISOString(),
    JSON.stringify(state),
  ]);
  // The embedded database has one process: another report is that of a process that was killed.
  const isAlone = services.config.databaseUrl === undefined;
  const oldest = isAlone ? now() : oldestReport(now());
  await em.execute('delete from process_report where seen_at < ? and id <> ?', [oldest.toISOString(), process.id]);
}

const storeSql = `
insert into process_report (id, role, machine, version, started_at, seen_at, state) values (?, ?, ?, ?, ?, ?, ?::jsonb)
on conflict (id) do update set seen_at = excluded.seen_at, state = excluded.state`;

/** Removes the report of this process, which ends. */
export async function removeReport({ em, process }: Services): Promise<void> {
  await em.fork().execute('delete from process_report where id = ?', [process.id]);
}

async function describe({
  config,
  machine,
  mail,
  backups,
}: Pick<Services, 'config' | 'machine' | 'mail' | 'backups'>): Promise<ProcessState> {
  const state = {
    faults: machine.faults(),
    disks: await readDisks(config),
    backup: await backups(),
    mail: mail.record(),
  };
  const stored: ProcessState = JSON.parse(JSON.stringify(state));
  return stored;
}

/**
 * Reports of the processes that run, the oldest process first. What this process knows of itself is of now: during a fault
 * of the machine no report can be stored.
 */
export async function readAllReports(ctx: Context): Promise<ProcessInfo[]> {
  const { id, role, version, startedAt } = ctx.process;
  const own = { id, role, version, startedAt, machine: hostname(), seenAt: ctx.now(), state: await describe(ctx) };
  const others = (await readReports(ctx)).filter((report) => report.id !== id);
  return [...others, own].toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
}

/** Stored reports of the processes that run, the oldest process first. */
export async function readReports({ em, now }: Pick<Context, 'em' | 'now'>): Promise<ProcessInfo[]> {
  const rows: ProcessInfo[] = await em.execute(
    `select id, role, machine, version, started_at as "startedAt", seen_at as "seenAt", state from process_report
     where seen_at >= ? order by started_at, id`,
    [oldestReport(now()).toISOString()],
  );
  return rows.map((row) => ({ ...row, startedAt: new Date(row.startedAt), seenAt: new Date(row.seenAt) }));
}

function oldestReport(now: Date): Date {
  return new Date(now.getTime() - watchBounds.processMinutes * 60_000);
}
