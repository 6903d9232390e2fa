import { v7 } from 'uuid';
import { listOperators } from '../identity/identity.person.service.ts';
import { system } from '../kernel/actor.ts';
import { forkContext, type Services } from '../kernel/context.ts';
import { announce, type Tx, write } from '../kernel/events.ts';
import { healthTopic } from './operation.events.ts';
import { sendNotices } from './operation.notice.service.ts';
import { joinQueues, readQueues } from './operation.queue.service.ts';
import { readReports, storeReport } from './operation.report.service.ts';
import type { ConditionKind, Measured, NoticePhase } from './operation.entity.ts';
import { findConditions, type WatchBounds, watchBounds } from './operation.rules.ts';

/** Key of the watch among the advisory locks of a database. */
const lockKey = 727_276;

/** Looks at the installation once and sends the mails that are due. */
export async function look(services: Services, bounds: WatchBounds = watchBounds): Promise<void> {
  await findChanges(services, bounds);
  await sendNotices(services);
}

/**
 * Stores the report of this process, compares the conditions with those that lasted, and writes the mails about the
 * differences. Processes compare one after the other.
 */
export async function findChanges(services: Services, bounds: WatchBounds = watchBounds): Promise<void> {
  await storeReport(services);
  await write(forkContext(services, system), (tx) => compare(tx, bounds));
}

interface Lasting {
  readonly kind: ConditionKind;
  readonly beganAt: Date;
  readonly noticedAt: Date;
}

async function compare(tx: Tx, bounds: WatchBounds): Promise<void> {
  await tx.em.execute(`select pg_advisory_xact_lock(${lockKey})`);
  const lasting = await readLasting(tx);
  const mailRefusedSince = lasting.get('MAIL_REFUSED')?.beganAt ?? null;
  const reports = await readReports(tx);
  const queue = joinQueues(await readQueues(tx));
  const found = findConditions({ reports, queue, now: tx.now(), mailRefusedSince }, bounds);
  for (const [kind, measured] of found) await keepCondition(tx, kind, measured, lasting.get(kind), bounds);
  for (const [kind, one] of lasting) if (!found.has(kind)) await endCondition(tx, kind, one);
  announce(tx, healthTopic, {});
}

async function readLasting({ em }: Tx): Promise<Map<ConditionKind, Lasting>> {
  const rows: Lasting[] = await em.execute(
    'select kind, began_at as "beganAt", noticed_at as "noticedAt" from watch_condition',
  );
  return new Map(
    rows.map(({ kind, beganAt, noticedAt }) => [
      kind,
      { kind, beganAt: new Date(beganAt), noticedAt: new Date(noticedAt) },
    ]),
  );
}

/** Stores a condition that lasts, and notifies the operators at its begin and then once a day. */
async function keepCondition(
  tx: Tx,
  kind: ConditionKind,
  measured: Measured,
  known: Lasting | undefined,
  { reminderHours }: WatchBounds,
): Promise<void> {
  const now = tx.now();
  const isDue = known === undefined || now.getTime() - known.noticedAt.getTime() >= reminderHours * 3_600_000;
  const noticedAt = isDue ? now : known.noticedAt;
  const beganAt = known?.beganAt ?? now;
  await tx.em.execute(
    `insert into watch_condition (kind, began_at, noticed_at, measured) values (?, ?, ?, ?::jsonb)
     on conflict (kind) do update set noticed_at = excluded.noticed_at, measured = excluded.measured`,
    [kind, beganAt.toISOString(), noticedAt.toISOString(), JSON.stringify(measured)],
  );
  if (known === undefined) tx.log.warn({ condition: kind, ...measured }, 'an operator is needed: a condition begins');
  if (isDue) await addNotices(tx, { kind, phase: known === undefined ? 'BEGIN' : 'REMINDER', beganAt, measured });
}

async function endCondition(tx: Tx, kind: ConditionKind, { beganAt }: Lasting): Promise<void> {
  await tx.em.execute('delete from watch_condition where kind = ?', [kind]);
  tx.log.warn({ condition: kind, since: beganAt }, 'a condition for operators has ended');
  await addNotices(tx, { kind, phase: 'END', beganAt, measured: {} });
}

interface Notice {
  readonly kind: ConditionKind;
  readonly phase: NoticePhase;
  readonly beganAt: Date;
  readonly measured: Measured;
}

/** Adds a mail for each operator. A reminder is left out while an earlier mail about the condition waits. */
async function addNotices(tx: Tx, { kind, phase, beganAt, measured }: Notice): Promise<void> {
  const operators = await listOperators(tx);
  if (operators.length === 0) tx.log.warn({ condition: kind }, 'nobody has the role OPERATOR: no mail is sent');
  const rows = operators.map((personId) => ({ id: v7(), personId }));
  await tx.em.execute(
    `insert into watch_notice (id, kind, phase, person_id, began_at, at, measured)
     select n.id, ?::text, ?::text, n."personId", ?::timestamptz, ?::timestamptz, ?::jsonb
     from json_to_recordset(?::json) as n(id uuid, "personId" uuid)
     where ?::text <> 'REMINDER' or not exists (
       select from watch_notice w where w.kind = ?::text and w.person_id = n."personId")`,
    [
      kind,
      phase,
      beganAt.toISOString(),
      tx.now().toISOString(),
      JSON.stringify(measured),
      JSON.stringify(rows),
      phase,
      kind,
    ],
  );
}
