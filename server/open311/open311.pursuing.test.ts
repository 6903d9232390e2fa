import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import type { Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import {
  addServer,
  codesOf,
  findHandover,
  givenAssigned,
  givenHandover,
  handOver,
  listArrived,
  type Neighbours,
  openNeighbours,
  settled,
} from '../testing/county.ts';
import { givenCategory } from '../testing/issues.ts';
import type { TestServer } from '../testing/server.ts';
import { sendReport } from './open311.sending.service.ts';

let at: Neighbours;
let app: TestServer;
let admin: Somebody;

beforeAll(async () => {
  at = await openNeighbours();
  ({ app, admin } = at);
});
afterAll(() => at.stop());

async function pursue(issueId: string): Promise<Data> {
  const mutation = `mutation($issueId: ID!) { done: pursueHandover(input: { issueId: $issueId }) {
    issue { handover { state foreignId said askedAt } } userErrors { code } } }`;
  const { issue, userErrors } = (await askData(app.port, admin, mutation, { issueId })).done;
  return issue?.handover ?? userErrors[0].code;
}

test('who does not want to wait asks now, and sends again what was refused; a job that comes late finds it done', async () => {
  const before = (await listArrived(at)).length;
  const { issue, moveId, ctx } = await givenHandover(at, 'REFUSE');
  await settled(at, moveId, ({ state }) => state === 'REFUSED');
  expect(await pursue(issue.id)).toMatchObject({ state: 'SENT', said: null });
  await sendReport(ctx(), { moveId, turn: 2 });
  expect((await listArrived(at)).length).toBe(before + 1);
  expect(await pursue(issue.id)).toMatchObject({ state: 'SENT', said: 'Eingegangen', askedAt: expect.any(String) });
  expect((await findHandover(at, moveId)).asks).toBe(1);
  const lost = await givenHandover(at, 'FAIL');
  await settled(at, lost.moveId, ({ tries, tryingSince }) => tries === 1 && tryingSince === null);
  at.line.nonsense = '<html>';
  expect(await pursue(lost.issue.id)).toMatchObject({ state: 'UNCLEAR' });
  at.line.nonsense = null;
  expect(await pursue(lost.issue.id)).toMatchObject({ state: 'SENT' });
  expect((await listArrived(at)).length).toBe(before + 2);
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  await askData(app.port, admin, move, { input: { issueId: issue.id, version: 3, to: 'RESOLVED' } });
  expect(await pursue(issue.id)).toBe('HANDOVER_IS_OVER');
});

test('a server that talks nonsense, or does not know its service any more, gets nothing: the report stays where it was', async () => {
  const { issue } = await givenAssigned(at);
  const before = (await listArrived(at)).length;
  const { server: gone } = await addServer(at, { serviceCode: 'gibt-es-nicht' });
  expect(codesOf(await handOver(at, issue.id, gone.id))).toEqual(['SERVICE_GONE']);
  const { server } = await addServer(at);
  for (const answer of ['<html>', '{}', '[]', '[{"service_name": "ohne Code"}]']) {
    at.line.nonsense = answer;
    expect(codesOf(await handOver(at, issue.id, server.id))).toEqual(['SERVER_STRANGE']);
  }
  at.line.nonsense = null;
  const query = `{ node(id: "${issue.id}") { ... on Issue { status handover { state } } } }`;
  expect((await askData(app.port, admin, query)).node).toEqual({ status: 'ASSIGNED', handover: null });
  expect((await listArrived(at)).length).toBe(before);
});

test('what a server offers is told before it is named', async () => {
  const trial = (url: string) => {
    const { place, far } = at;
    const input = { municipalityId: toGlobalId('Municipality', place.municipalityId), url, jurisdictionId: far.ags };
    const mutation = `mutation($input: TryOpen311ServerInput!) { done: tryOpen311Server(input: $input) {
      services { code name } userErrors { code path } } }`;
    return askData(app.port, admin, mutation, { input }).then(({ done }: Data) => done);
  };
  expect((await trial(at.url)).services).toContainEqual({ code: at.code, name: expect.any(String) });
  expect(codesOf(await trial('https://127.0.0.1/v2'))).toEqual(['BAD_SERVER_URL']);
  expect(codesOf(await trial('kein'))).toEqual(['BAD_SERVER_URL']);
  expect((await trial(at.url.replace('/v2', '/v9'))).userErrors).toEqual([{ code: 'SERVER_STRANGE', path: ['url'] }]);
});

test('what became a complaint, was set aside or came back meanwhile leaves the town hall no more', async () => {
  const before = (await listArrived(at)).length;
  const given = [await givenHandover(at, 'REFUSE'), await givenHandover(at, 'FAIL'), await givenHandover(at, 'FAIL')];
  const [complaint, aside, back] = given;
  if (!complaint || !aside || !back) throw new Error('three were given');
  await settled(at, complaint.moveId, ({ state }) => state === 'REFUSED');
  for (const { moveId } of [aside, back]) await settled(at, moveId, ({ tries }) => tries === 1);
  const categoryId = await givenCategory(app, at.place, 'COMPLAINT');
  const reroute = 'mutation($input: RerouteIssueInput!) { done: rerouteIssue(input: $input) { userErrors { code } } }';
  const other = {
    categoryId,
    deskId: toGlobalId('Desk', at.place.deskId),
    reason: 'Es geht um jemanden.',
  };
  const rerouted = await askData(app.port, admin, reroute, {
    input: { issueId: complaint.issue.id, version: 3, ...other },
  });
  expect(codesOf(rerouted.done)).toEqual([]);
  expect(await pursue(complaint.issue.id)).toBe('HANDOVER_IS_OVER');
  const flag = `mutation { flagIssue(input: { issueId: "${aside.issue.id}", flag: HIDDEN, reason: "Namen" }) { userErrors { code } } }`;
  await askData(app.port, admin, flag);
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const steps = [{ to: 'ASSIGNED' }, { to: 'FORWARDED', addressee: 'Kreis' }];
  for (const [n, step] of steps.entries())
    await askData(app.port, admin, move, { input: { issueId: back.issue.id, version: 3 + n, ...step } });
  for (const { moveId, ctx } of [aside, back]) {
    await sendReport(ctx(), { moveId, turn: 2 });
  }
  const states = await Promise.all([aside, back].map(({ moveId }) => findHandover(at, moveId)));
  expect(states.map(({ state }) => state)).toEqual(['UNCLEAR', 'ENDED']);
  expect([await pursue(aside.issue.id), await pursue(back.issue.id)]).toEqual(['HANDOVER_IS_OVER', 'HANDOVER_IS_OVER']);
  expect((await listArrived(at)).length).toBe(before);
  await askData(
    app.port,
    admin,
    `mutation { unflagIssue(input: { issueId: "${aside.issue.id}" }) { userErrors { code } } }`,
  );
  expect(await pursue(aside.issue.id)).toMatchObject({ state: 'SENT' });
  expect((await listArrived(at)).length).toBe(before + 1);
});
