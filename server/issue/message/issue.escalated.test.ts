import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { Desk } from '../../municipality/municipality.entity.ts';
import { DeskDeputy } from '../issue.routing.entity.ts';
import { Role } from '../../identity/identity.entity.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, connect, type Data, watch } from '../../testing/client.ts';
import { inboxPoll } from '../../testing/inbox.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { hasServers, startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
beforeAll(async () => {
  // A server of its own: a second server shares its database.
  app = await startTestServer();
});
afterAll(() => app.stop());

const inbox = `{ viewer { inbox(first: 20) { edges { node { kind subject { ... on Issue { reference } } } } } } }`;
const live = `subscription($id: ID!) { issueBoard(municipalityId: $id) {
  entries { reference clock { state firstResponse { state } } } cursor } }`;

async function inboxOf(who: Somebody): Promise<string[]> {
  const { viewer } = await askData(app.port, who, inbox, {});
  const items = viewer.inbox.edges.map(({ node }: Data) => `${node.kind} ${String(node.subject?.reference)}`);
  return items.sort();
}
/** Polls the inbox until it contains exactly these messages, because the worker delivers them asynchronously. */
const hears = (who: Somebody, ...what: readonly string[]) =>
  expect.poll(() => inboxOf(who), inboxPoll).toEqual([...what].sort());

/** A report of March: by the real clock all its deadlines have passed. */
async function late(place: Place, more: object = {}): Promise<GivenIssue> {
  const reporter = await givenPerson(app, place);
  setTime(app, '2026-03-10T09:00Z');
  try {
    return await givenIssue(app, place, reporter, more);
  } finally {
    setTime(app);
  }
}
async function givenDesk(place: Place, name: string): Promise<{ deskId: string; clerk: Somebody }> {
  const em = app.services.em.fork();
  const desk = em.create(Desk, { id: crypto.randomUUID(), municipality: place.municipalityId, name });
  await em.persist(desk).flush();
  const clerk = await givenPerson(app, place);
  const grant = {
    id: crypto.randomUUID(),
    person: clerk.personId,
    role: 'CLERK' as const,
    municipality: place.municipalityId,
  };
  await em.persist(em.create(Role, { ...grant, desk: desk.id })).flush();
  return { deskId: desk.id, clerk };
}

test('the desk hears of it once, those who run the town where nobody stands in, others never; the board turns red live', async () => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const admin = await givenStaff(app, place);
  const citizen = await givenPerson(app, place);
  const stranger = await givenStaff(app, await givenPlace(app));
  const { clerk: other } = await givenDesk(place, 'Bauhof');
  const client = connect(app.port, clerk);
  const board = watch(client, live, { id: toGlobalId('Municipality', place.municipalityId) });
  await board.until(({ data }) => data?.issueBoard.cursor !== undefined);
  const { reference } = await late(place);
  await board.until(({ data }) =>
    data?.issueBoard.entries.some((card: Data) => card.reference === reference && card.clock?.state === 'OVERDUE'),
  );
  const both = [`ISSUE_ANSWER_OVERDUE ${reference}`, `ISSUE_OVERDUE ${reference}`];
  await hears(clerk, `ISSUE_REPORTED ${reference}`, ...both);
  await hears(admin, ...both);
  for (const nobody of [citizen, other, stranger]) expect(await inboxOf(nobody)).toEqual([]);
  const letters = `select m.kind, d.recipient_id as who from delivery d join message m on m.id = d.message_id
    where d.channel = 'EMAIL' and m.municipality_id = ? order by m.kind, d.recipient_id`;
  const mailed = ['ISSUE_ANSWER_OVERDUE', 'ISSUE_OVERDUE'].flatMap((kind) =>
    [clerk.personId, admin.personId].sort().map((who) => ({ kind, who })),
  );
  expect(await app.services.em.fork().execute(letters, [place.municipalityId])).toEqual(mailed);
  await client.dispose();
});

test('who stands in for the desk is told instead of the admins; of a complaint only its desk and the admins', async () => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const admin = await givenStaff(app, place);
  const { deskId, clerk: deputy } = await givenDesk(place, 'Bauhof');
  const em = app.services.em.fork();
  await em.insert(DeskDeputy, { desk: place.deskId, deputyDesk: deskId });
  const { reference } = await late(place);
  const both = [`ISSUE_ANSWER_OVERDUE ${reference}`, `ISSUE_OVERDUE ${reference}`];
  await hears(clerk, `ISSUE_REPORTED ${reference}`, ...both);
  await hears(deputy, ...both);
  expect(await inboxOf(admin)).toEqual([]);
  const categoryId = await givenCategory(app, place, 'COMPLAINT');
  const complaint = await late(place, { kind: 'COMPLAINT', categoryId });
  const secret = [`ISSUE_ANSWER_OVERDUE ${complaint.reference}`, `ISSUE_OVERDUE ${complaint.reference}`];
  await hears(admin, ...secret);
  const arrivals = [`ISSUE_REPORTED ${reference}`, `ISSUE_REPORTED ${complaint.reference}`];
  await hears(clerk, ...arrivals, ...both, ...secret);
  expect(await inboxOf(deputy)).toEqual(both.sort());
});

test.runIf(hasServers)('twenty jobs for the same moment and two workers tell once', async () => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const second = await startTestServer(app.config, 'worker');
  const issue = await late(place);
  const { reference } = issue;
  const once = [`ISSUE_REPORTED ${reference}`, `ISSUE_ANSWER_OVERDUE ${reference}`, `ISSUE_OVERDUE ${reference}`];
  await hears(clerk, ...once);
  const forget = `update issue_clock set first_response_told = null, check_at = '2026-03-11T00:00Z' where issue_id = ?`;
  await app.services.em.fork().execute(forget, [idOf('Issue', issue.id)]);
  const data = { issueId: idOf('Issue', issue.id), at: '2026-03-11T00:00:00.000Z' };
  await Promise.all(Array.from({ length: 20 }, () => app.services.boss.send('issue.checkClock', data)));
  const waiting = `select count(*)::int as n from jobs.job where name = 'issue.checkClock' and state < 'completed'`;
  await expect.poll(() => app.services.em.fork().execute(waiting), { timeout: 15_000 }).toEqual([{ n: 0 }]);
  await hears(clerk, ...once, `ISSUE_ANSWER_OVERDUE ${issue.reference}`);
  await second.stop();
});

test('the control: a job that finds its moment planned again, and nothing told, tells again', async () => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const issue = await late(place);
  const { reference } = issue;
  const once = [`ISSUE_REPORTED ${reference}`, `ISSUE_ANSWER_OVERDUE ${reference}`, `ISSUE_OVERDUE ${reference}`];
  await hears(clerk, ...once);
  const forget = `update issue_clock set first_response_told = null, check_at = '2026-03-11T00:00Z' where issue_id = ?`;
  await app.services.em.fork().execute(forget, [idOf('Issue', issue.id)]);
  const data = { issueId: idOf('Issue', issue.id), at: '2026-03-11T00:00:00.000Z' };
  await app.services.boss.send('issue.checkClock', data);
  await hears(clerk, ...once, `ISSUE_ANSWER_OVERDUE ${issue.reference}`);
});
