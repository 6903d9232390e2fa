import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { escalate } from './issue.clock.service.ts';

let app: TestServer;
let place: Place;
let clerk: Somebody;

beforeAll(async () => {
  app = await startTestServer({}, 'web'); // role web: the test itself runs the jobs
  place = await givenPlace(app);
  clerk = await givenStaff(app, place, 'CLERK');
});
afterAll(() => app.stop());

/** Arrival on a Tuesday at 10:00 local time, with the usual deadlines of two and ten days. */
const arrival = '2026-03-10T09:00Z';
const answerSoon = '2026-03-11T14:24Z';
const answerDue = '2026-03-12T09:00Z';
async function reported(): Promise<GivenIssue> {
  setTime(app, arrival);
  return givenIssue(app, place, await givenPerson(app, place));
}
const uuid = ({ id }: GivenIssue): string => idOf('Issue', id);

/** Time for which the job of the issue is planned. */
async function planned(issue: GivenIssue): Promise<string | null> {
  const rows: { at: string | null }[] = await app.services.em
    .fork()
    .execute('select check_at as at from issue_clock where issue_id = ?', [uuid(issue)]);
  return rows[0]?.at == null ? null : new Date(rows[0].at).toISOString();
}
/** Runs the job of the worker at the time `now`. */
async function runJob(issue: GivenIssue, at: string | null, now: string): Promise<void> {
  setTime(app, now);
  await escalate(forkContext(app.services, system), { issueId: uuid(issue), at: at ?? '' });
}
async function told(issue: GivenIssue): Promise<string[]> {
  const sql = 'select kind from message where subject_id = ? order by id';
  const rows: { kind: string }[] = await app.services.em.fork().execute(sql, [uuid(issue)]);
  return rows.map(({ kind }) => kind).filter((kind) => kind.endsWith('DUE_SOON') || kind.endsWith('OVERDUE'));
}
async function moveTo({ id }: GivenIssue, version: number, to: string, more: object = {}): Promise<void> {
  const query = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const done = await askData(app.port, clerk, query, { input: { issueId: id, version, to, ...more } });
  expect(done.moveIssue.userErrors).toEqual([]);
}

test('at four fifths and at the end, each once, however often the job comes', async () => {
  const issue = await reported();
  const soon = await planned(issue);
  expect(soon).toBe(new Date(answerSoon).toISOString());
  await runJob(issue, soon, answerSoon);
  await runJob(issue, soon, answerSoon);
  expect(await told(issue)).toEqual(['ISSUE_ANSWER_DUE_SOON']);
  const due = await planned(issue);
  expect(due).toBe(new Date(answerDue).toISOString());
  await Promise.all([runJob(issue, due, answerDue), runJob(issue, due, answerDue)]);
  expect(await told(issue)).toEqual(['ISSUE_ANSWER_DUE_SOON', 'ISSUE_ANSWER_OVERDUE']);
  const events = `select facts->>'level' as level from domain_event where type = 'issue.escalated'
    and facts->>'issueId' = ? order by id`;
  const rows = await app.services.em.fork().execute(events, [uuid(issue)]);
  expect(rows).toEqual([{ level: 'DUE_SOON' }, { level: 'OVERDUE' }]);
});

test('whoever was away too long is told the end only, and of both clocks', async () => {
  const issue = await reported();
  await runJob(issue, await planned(issue), '2026-05-04T09:00Z');
  expect((await told(issue)).sort()).toEqual(['ISSUE_ANSWER_OVERDUE', 'ISSUE_OVERDUE']);
  expect(await planned(issue)).toBeNull();
});

test('what was answered, paused or done meanwhile is told to nobody', async () => {
  const answered = await reported();
  const first = await planned(answered);
  await moveTo(answered, 1, 'ASSIGNED', { message: 'Der Bauhof kommt.' });
  await runJob(answered, first, answerDue);
  expect(await told(answered)).toEqual([]);
  const second = await planned(answered);
  setTime(app, '2026-03-11T09:00Z');
  await moveTo(answered, 2, 'WAITING_ON_REPORTER', { message: 'Wo genau?' });
  expect(await planned(answered)).toBeNull();
  await runJob(answered, second, '2026-05-04T09:00Z');
  expect(await told(answered)).toEqual([]);
  setTime(app, '2026-03-18T09:00Z');
  await moveTo(answered, 3, 'ASSIGNED');
  const later = await planned(answered);
  // A pause of a week moves the job by a week.
  expect(Date.parse(later ?? '') - Date.parse(second ?? '')).toBe(7 * 86_400_000);
  await moveTo(answered, 4, 'RESOLVED');
  await runJob(answered, later, '2026-05-04T09:00Z');
  expect(await told(answered)).toEqual([]);
});

test('of what is set aside nobody is told; taken back, its desk is', async () => {
  const issue = await reported();
  const soon = await planned(issue);
  const set = `mutation { flagIssue(input: { issueId: "${issue.id}", flag: SPAM, reason: "Werbung" }) { userErrors { code } } }`;
  await askData(app.port, clerk, set);
  expect(await planned(issue)).toBeNull();
  await runJob(issue, soon, answerDue);
  expect(await told(issue)).toEqual([]);
  await askData(app.port, clerk, `mutation { unflagIssue(input: { issueId: "${issue.id}" }) { userErrors { code } } }`);
  const again = await planned(issue);
  expect(again).toBe(soon);
  await runJob(issue, again, answerDue);
  expect(await told(issue)).toEqual(['ISSUE_ANSWER_OVERDUE']);
});

test('a job that comes too early by this clock is put off, not lost', async () => {
  const issue = await reported();
  const soon = await planned(issue);
  await runJob(issue, soon, arrival);
  expect(await told(issue)).toEqual([]);
  expect(await planned(issue)).toBe(soon);
  await runJob(issue, soon, answerSoon);
  expect(await told(issue)).toEqual(['ISSUE_ANSWER_DUE_SOON']);
});

test('killed in the middle it has told nobody, and tells once when it begins again', async () => {
  const issue = await reported();
  const soon = await planned(issue);
  setTime(app, answerSoon);
  const { boss } = app.services;
  const send = (queue: string, ...rest: unknown[]): Promise<unknown> => {
    if (queue === 'issue.checkClock') throw new Error('killed'); // fails after the notification and before the commit
    return (boss.send as (...all: unknown[]) => Promise<unknown>).call(boss, queue, ...rest);
  };
  const dying = forkContext({ ...app.services, boss: { send, insert: boss.insert.bind(boss) } as never }, system);
  await expect(escalate(dying, { issueId: uuid(issue), at: soon ?? '' })).rejects.toThrow('killed');
  expect(await told(issue)).toEqual([]);
  expect(await planned(issue)).toBe(soon);
  await runJob(issue, soon, answerSoon);
  expect(await told(issue)).toEqual(['ISSUE_ANSWER_DUE_SOON']);
});
