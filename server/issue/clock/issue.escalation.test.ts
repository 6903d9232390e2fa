import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { givenPerson, type Place, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { escalate } from './issue.clock.service.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

test.afterEach(({ app }) => {
  setTime(app);
});

test('at four fifths and at the end, each once, however often the job comes', async ({ app, town }) => {
  const issue = await reported(app, town);
  const soon = await planned(app, issue);
  expect(soon).toBe(new Date(answerSoon).toISOString());
  await runJob(app, issue, soon, answerSoon);
  await runJob(app, issue, soon, answerSoon);
  expect(await told(app, issue)).toEqual(['ISSUE_ANSWER_DUE_SOON']);
  const due = await planned(app, issue);
  expect(due).toBe(new Date(answerDue).toISOString());
  await Promise.all([runJob(app, issue, due, answerDue), runJob(app, issue, due, answerDue)]);
  expect(await told(app, issue)).toEqual(['ISSUE_ANSWER_DUE_SOON', 'ISSUE_ANSWER_OVERDUE']);
  const events = `select facts->>'level' as level from domain_event where type = 'issue.escalated'
    and facts->>'issueId' = ? order by id`;
  const rows = await app.services.em.fork().execute(events, [uuid(issue)]);
  expect(rows).toEqual([{ level: 'DUE_SOON' }, { level: 'OVERDUE' }]);
});

test('whoever was away too long is told the end only, and of both clocks', async ({ app, town }) => {
  const issue = await reported(app, town);
  await runJob(app, issue, await planned(app, issue), '2026-05-04T09:00Z');
  expect((await told(app, issue)).sort()).toEqual(['ISSUE_ANSWER_OVERDUE', 'ISSUE_OVERDUE']);
  expect(await planned(app, issue)).toBeNull();
});

test('what was answered, paused or done meanwhile is told to nobody', async ({ app, town, clerk, at }) => {
  const answered = await reported(app, town);
  const first = await planned(app, answered);
  await moveTo(app, clerk, answered, 1, 'ASSIGNED', { message: 'Der Bauhof kommt.' });
  await runJob(app, answered, first, answerDue);
  expect(await told(app, answered)).toEqual([]);
  const second = await planned(app, answered);
  at('2026-03-11T09:00Z');
  await moveTo(app, clerk, answered, 2, 'WAITING_ON_REPORTER', { message: 'Wo genau?' });
  expect(await planned(app, answered)).toBeNull();
  await runJob(app, answered, second, '2026-05-04T09:00Z');
  expect(await told(app, answered)).toEqual([]);
  at('2026-03-18T09:00Z');
  await moveTo(app, clerk, answered, 3, 'ASSIGNED');
  const later = await planned(app, answered);
  // A pause of a week moves the job by a week.
  expect(Date.parse(later ?? '') - Date.parse(second ?? '')).toBe(7 * 86_400_000);
  await moveTo(app, clerk, answered, 4, 'RESOLVED');
  await runJob(app, answered, later, '2026-05-04T09:00Z');
  expect(await told(app, answered)).toEqual([]);
});

test('of what is set aside nobody is told; taken back, its desk is', async ({ app, town, clerk }) => {
  const issue = await reported(app, town);
  const soon = await planned(app, issue);
  const set = `mutation { flagIssue(input: { issueId: "${issue.id}", flag: SPAM, reason: "Werbung" }) { userErrors { code } } }`;
  await askData(app.port, clerk, set);
  expect(await planned(app, issue)).toBeNull();
  await runJob(app, issue, soon, answerDue);
  expect(await told(app, issue)).toEqual([]);
  await askData(app.port, clerk, `mutation { unflagIssue(input: { issueId: "${issue.id}" }) { userErrors { code } } }`);
  const again = await planned(app, issue);
  expect(again).toBe(soon);
  await runJob(app, issue, again, answerDue);
  expect(await told(app, issue)).toEqual(['ISSUE_ANSWER_OVERDUE']);
});

test('a job that comes too early by this clock is put off, not lost', async ({ app, town }) => {
  const issue = await reported(app, town);
  const soon = await planned(app, issue);
  await runJob(app, issue, soon, arrival);
  expect(await told(app, issue)).toEqual([]);
  expect(await planned(app, issue)).toBe(soon);
  await runJob(app, issue, soon, answerSoon);
  expect(await told(app, issue)).toEqual(['ISSUE_ANSWER_DUE_SOON']);
});

test('killed in the middle it has told nobody, and tells once when it begins again', async ({ app, town, at }) => {
  const issue = await reported(app, town);
  const soon = await planned(app, issue);
  at(answerSoon);
  const { boss } = app.services;
  const send = (queue: string, ...rest: unknown[]): Promise<unknown> => {
    if (queue === 'issue.checkClock') throw new Error('killed'); // fails after the notification and before the commit
    return (boss.send as (...all: unknown[]) => Promise<unknown>).call(boss, queue, ...rest);
  };
  const dying = forkContext({ ...app.services, boss: { send, insert: boss.insert.bind(boss) } as never }, system);
  await expect(escalate(dying, { issueId: uuid(issue), at: soon ?? '' })).rejects.toThrow('killed');
  expect(await told(app, issue)).toEqual([]);
  expect(await planned(app, issue)).toBe(soon);
  await runJob(app, issue, soon, answerSoon);
  expect(await told(app, issue)).toEqual(['ISSUE_ANSWER_DUE_SOON']);
});

/** Arrival on a Tuesday at 10:00 local time, with the usual deadlines of two and ten days. */
const arrival = '2026-03-10T09:00Z';
const answerSoon = '2026-03-11T14:24Z';
const answerDue = '2026-03-12T09:00Z';
async function reported(app: TestServer, town: Place): Promise<GivenIssue> {
  setTime(app, arrival);
  return givenIssue(app, town, await givenPerson(app, town));
}
const uuid = ({ id }: GivenIssue): string => idOf('Issue', id);

/** Time for which the job of the issue is planned. */
async function planned(app: TestServer, issue: GivenIssue): Promise<string | null> {
  const rows: { at: string | null }[] = await app.services.em
    .fork()
    .execute('select check_at as at from issue_clock where issue_id = ?', [uuid(issue)]);
  return rows[0]?.at == null ? null : new Date(rows[0].at).toISOString();
}
/** Runs the job of the worker at the time `now`. */
async function runJob(app: TestServer, issue: GivenIssue, at: string | null, now: string): Promise<void> {
  setTime(app, now);
  await escalate(forkContext(app.services, system), { issueId: uuid(issue), at: at ?? '' });
}
async function told(app: TestServer, issue: GivenIssue): Promise<string[]> {
  const sql = 'select kind from message where subject_id = ? order by id';
  const rows: { kind: string }[] = await app.services.em.fork().execute(sql, [uuid(issue)]);
  return rows.map(({ kind }) => kind).filter((kind) => kind.endsWith('DUE_SOON') || kind.endsWith('OVERDUE'));
}
async function moveTo(
  app: TestServer,
  clerk: Somebody,
  { id }: GivenIssue,
  version: number,
  to: string,
  more: object = {},
): Promise<void> {
  const query = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const done = await askData(app.port, clerk, query, { input: { issueId: id, version, to, ...more } });
  expect(done.moveIssue.userErrors).toEqual([]);
}
