import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { domains } from '../../domains.ts';
import type { Config } from '../../kernel/config.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { givenPlace } from '../../testing/builders.ts';
import { givenIssue } from '../../testing/issues.ts';
import { startTestServer } from '../../testing/server.ts';
import { entityManager, openDatabase } from '../orm.ts';
import { migrations } from './index.ts';

const name = migrations.map((one) => one.name).find((one) => one.endsWith('RemoveUnconfirmed')) ?? '';
const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-unconfirmed-'));
/** References of the reports that become old rows, in this order. */
const references: string[] = [];
let config: Config;

beforeAll(async () => {
  // A server of its own: it starts on a database of an earlier version.
  const app = await startTestServer({ dataDir });
  const place = await givenPlace(app);
  for (let n = 0; n < 4; n++) references.push((await givenIssue(app, place, {})).reference);
  await app.stop();
  config = app.config;
}, 120_000);
afterAll(() => {
  rmSync(dataDir, { recursive: true });
});

const checks = [
  ['issue', 'status'],
  ['issue', 'previous_status'],
  ['issue_move', 'from'],
  ['issue_move', 'to'],
  ['issue_template', 'status'],
] as const;

/** Opens the database of the stopped server without migrating it. */
async function inDatabase<T>(work: (em: SqlEntityManager, migrate: () => Promise<unknown>) => Promise<T>): Promise<T> {
  const orm = await openDatabase(config, composeDomains(domains));
  try {
    return await work(entityManager(orm).fork(), () => orm.migrator.up());
  } finally {
    await orm.close(true);
  }
}

/** Restores the rows that an installation had before the migration. */
async function makeOld(em: SqlEntityManager): Promise<void> {
  await em.execute('delete from migration where name = ?', [name]);
  for (const [table, column] of checks) {
    await em.execute(`alter table "${table}" drop constraint "${table}_${column}_check"`);
    await em.execute(`alter table "${table}" add constraint "${table}_${column}_check" check ("${column}" <> 'NONE')`);
  }
  const [waiting, confirmed, withdrawn, undone] = references;
  await em.execute(`update issue_move set "to" = 'UNCONFIRMED'`);
  await em.execute(`update issue set status = 'UNCONFIRMED' where reference in (?, ?)`, [waiting, undone]);
  await em.execute(`update issue set status = 'WITHDRAWN', version = 2 where reference = ?`, [withdrawn]);
  await em.execute(
    `update issue set status = 'WAITING_ON_REPORTER', previous_status = 'UNCONFIRMED', version = 2
    where reference = ?`,
    [confirmed],
  );
  await addMove(em, confirmed, 2, 'UNCONFIRMED', 'SUBMITTED');
  await addMove(em, withdrawn, 2, 'UNCONFIRMED', 'WITHDRAWN');
  await addMove(em, undone, 2, 'UNCONFIRMED', 'SUBMITTED');
  await addMove(em, undone, 3, 'SUBMITTED', 'UNCONFIRMED');
  const [town] = await em.execute('select municipality_id as id from issue limit 1');
  await em.execute(
    `insert into issue_template (id, municipality_id, name, status, text)
    values (?, ?, 'Bitte bestätigen', 'UNCONFIRMED', 'Bitte bestätigen Sie.')`,
    [v7(), town?.id],
  );
  const labels = [
    { status: 'UNCONFIRMED', de: 'Unbestätigt' },
    { status: 'TRIAGED', de: 'Angesehen' },
  ];
  await em.execute('insert into issue_settings (municipality_id, reopen_days, labels) values (?, 30, ?::jsonb)', [
    town?.id,
    JSON.stringify(labels),
  ]);
  await em.execute(`insert into domain_event (type, municipality_id, facts) values ('issue.moved', ?, ?::jsonb)`, [
    town?.id,
    JSON.stringify({ issueId: v7(), to: 'UNCONFIRMED', version: 3 }),
  ]);
}

async function addMove(em: SqlEntityManager, reference: string | undefined, version: number, from: string, to: string) {
  await em.execute(
    `insert into issue_move (id, issue_id, version, at, "from", "to", "by")
      select ?, id, ?, now(), ?, ?, 'REPORTER' from issue where reference = ?`,
    [v7(), version, from, to, reference],
  );
}

test('old rows of every table that holds a status become SUBMITTED, and the old status is refused', async () => {
  const found = await inDatabase(async (em, migrate) => {
    await makeOld(em);
    await migrate();
    const read = (sql: string): Promise<Record<string, unknown>[]> => em.execute(sql);
    return {
      issues: await read('select status, previous_status as previous from issue order by created_at, id'),
      moves:
        await read(`select i.reference, m.version, m."from", m."to" from issue_move m join issue i on i.id = m.issue_id
        order by i.created_at, i.id, m.version`),
      templates: await read('select status from issue_template'),
      settings: await read('select labels from issue_settings'),
      events: await read(`select facts->>'to' as "to" from domain_event where type = 'issue.moved'`),
      refused: await em.execute(`update issue set status = 'UNCONFIRMED'`).then(
        () => 'accepted',
        (error: unknown) => String(error),
      ),
    };
  });
  const [waiting, confirmed, withdrawn, undone] = references;
  expect(found.issues).toEqual([
    { status: 'SUBMITTED', previous: null },
    { status: 'WAITING_ON_REPORTER', previous: 'SUBMITTED' },
    { status: 'WITHDRAWN', previous: null },
    { status: 'SUBMITTED', previous: null },
  ]);
  expect(found.moves).toEqual([
    { reference: waiting, version: 1, from: null, to: 'SUBMITTED' },
    { reference: confirmed, version: 1, from: null, to: 'SUBMITTED' },
    { reference: confirmed, version: 2, from: null, to: 'SUBMITTED' },
    { reference: withdrawn, version: 1, from: null, to: 'SUBMITTED' },
    { reference: withdrawn, version: 2, from: 'SUBMITTED', to: 'WITHDRAWN' },
    { reference: undone, version: 1, from: null, to: 'SUBMITTED' },
    { reference: undone, version: 2, from: null, to: 'SUBMITTED' },
    { reference: undone, version: 3, from: null, to: 'SUBMITTED' },
  ]);
  expect(found.templates).toEqual([{ status: 'SUBMITTED' }]);
  expect(found.settings).toEqual([{ labels: [{ status: 'TRIAGED', de: 'Angesehen' }] }]);
  expect(found.events).toEqual([{ to: 'SUBMITTED' }]);
  expect(found.refused).toContain('issue_status_check');
});
