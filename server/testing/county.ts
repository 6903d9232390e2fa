import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'vitest';
import { Issue, IssueMove } from '../issue/issue.entity.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { Handover } from '../open311/open311.outgoing.entity.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from './builders.ts';
import { askData, type Data } from './client.ts';
import { givenCategory, givenIssue } from './issues.ts';
import { type GivenKey, givenKey } from './keys.ts';
import { startOutside } from './outside.ts';
import { startTestServer, type TestServer } from './server.ts';

/** Proxy in front of the county's server. */
interface Line {
  /** Treatment of the next POST. */
  next: 'PASS' | 'FAIL' | 'LOSE_ANSWER' | 'SILENT' | 'REFUSE';
  /** True: the server does not know the token. */
  isDeaf: boolean;
  /** Text that replaces every answer; null: no replacement. */
  nonsense: string | null;
}

/**
 * Town, and a county whose real GeoReport server receives the town's reports through a proxy with controlled failures.
 */
export interface Neighbours {
  readonly app: TestServer;
  readonly place: Place;
  readonly admin: Somebody;
  readonly county: TestServer;
  readonly far: Place;
  readonly countyClerk: Somebody;
  readonly key: GivenKey;
  readonly code: string;
  /** Address of the county's server. */
  readonly url: string;
  readonly line: Line;
  stop(): Promise<void>;
}

export async function openNeighbours(): Promise<Neighbours> {
  const county = await startTestServer();
  const far = await givenPlace(county, 'Landkreis');
  const line: Line = { next: 'PASS', isDeaf: false, nonsense: null };
  const relay = (request: IncomingMessage, response: ServerResponse): void =>
    void passOn(county.port, line, request, response);
  const gate = await startOutside(new Proxy({}, { get: () => relay }));
  const app = await startTestServer({ outsideHosts: [gate.host] });
  const place = await givenPlace(app);
  return {
    app,
    place,
    county,
    far,
    line,
    url: `http://${gate.host}/open311/v2`,
    admin: await givenStaff(app, place),
    countyClerk: await givenStaff(county, far),
    key: await givenKey(county, far, ['issues:read', 'issues:write']),
    code: idOf('IssueCategory', await givenCategory(county, far)),
    stop: async () => {
      await app.stop();
      gate.stop();
      await county.stop();
    },
  };
}

async function passOn(port: number, line: Line, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const how = request.method === 'POST' ? line.next : 'PASS';
  if (request.method === 'POST') line.next = 'PASS';
  if (line.nonsense !== null) return void response.end(line.nonsense);
  if (how === 'REFUSE') return void response.writeHead(400).end('[{"description": "zu weit weg"}]');
  if (how === 'FAIL') return void response.writeHead(500).end();
  if (how === 'SILENT') return;
  const { 'content-type': type = 'text/plain', 'idempotency-key': token = '' } = request.headers;
  const passed = await fetch(`http://127.0.0.1:${port}${request.url ?? ''}`, {
    method: request.method ?? 'GET',
    headers: line.isDeaf ? { 'content-type': type } : { 'content-type': type, 'idempotency-key': String(token) },
    ...(request.method === 'POST' && { body: Buffer.concat(chunks) }),
  });
  const body = Buffer.from(await passed.arrayBuffer());
  if (how === 'LOSE_ANSWER') return void response.destroy();
  response.writeHead(passed.status, { 'content-type': passed.headers.get('content-type') ?? '' }).end(body);
}

export const codesOf = ({ userErrors }: Data): string[] => userErrors.map((one: Data) => one.code);

/** Configures the county's server, or another one, in the town. */
export async function addServer({ app, place, admin, url, key, far, code }: Neighbours, more: object = {}) {
  const mutation = `mutation($input: AddOpen311ServerInput!) { done: addOpen311Server(input: $input) {
    server { id name url jurisdictionId serviceCode } userErrors { code path } } }`;
  const input = {
    municipalityId: toGlobalId('Municipality', place.municipalityId),
    name: 'Landkreis',
    apiKey: key.key,
    url: `${url}/`,
    jurisdictionId: far.ags,
    serviceCode: code,
    idempotencyKey: randomUUID(),
  };
  const { done }: Data = await askData(app.port, admin, mutation, { input: { ...input, ...more } });
  return done;
}

const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';

/** Report at a desk of the town; its version is 2. */
export async function givenAssigned({ app, place, admin }: Neighbours, text = 'Tiefes Schlagloch vor der Brücke.') {
  const who = await givenPerson(app, place);
  const issue = await givenIssue(app, place, who, { text });
  const input = { issueId: issue.id, version: 1, to: 'ASSIGNED', deskId: toGlobalId('Desk', place.deskId) };
  await askData(app.port, admin, move, { input });
  return { who, issue };
}

export async function handOver({ app, admin }: Neighbours, issueId: string, serverId: string): Promise<Data> {
  const mutation = `mutation($input: HandOverIssueInput!) { done: handOverIssue(input: $input) {
    issue { status handover { state server { name } } } userErrors { code } } }`;
  const input = { issueId, version: 2, serverId, note: 'Bitte vor dem Winter.', tellReporter: false };
  return (await askData(app.port, admin, mutation, { input })).done;
}

/** Report that was handed over; `how` determines the proxy's treatment of the first try. */
export async function givenHandover(of: Neighbours, how: Line['next'], text?: string) {
  const { who, issue } = await givenAssigned(of, text);
  const { server } = await addServer(of);
  of.line.next = how;
  const done = await handOver(of, issue.id, server.id);
  expect([codesOf(done), done.issue.status]).toEqual([[], 'FORWARDED']);
  const em = of.app.services.em.fork();
  const { id: moveId } = await em.findOneOrFail(IssueMove, { issue: idOf('Issue', issue.id), to: 'FORWARDED' });
  return { issue, who, moveId, ctx: () => forkContext(of.app.services, system) };
}

export function findHandover({ app }: Neighbours, moveId: string): Promise<Handover> {
  return app.services.em.fork().findOneOrFail(Handover, moveId);
}

/** Waits until no try is running and the handover meets the condition; returns the handover. */
export async function settled(of: Neighbours, moveId: string, condition: (one: Handover) => boolean) {
  const isSettled = (one: Handover) => one.tryingSince == null && condition(one);
  await expect.poll(() => findHandover(of, moveId), { timeout: 15_000 }).toSatisfy(isSettled);
  return findHandover(of, moveId);
}

/** Reports that have arrived at the county. */
export function listArrived({ county, far }: Neighbours): Promise<Issue[]> {
  return county.services.em.fork().find(Issue, { municipality: far.municipalityId }, { orderBy: { id: 'asc' } });
}
