import { randomUUID } from 'node:crypto';
import { afterEach, expect, vi } from 'vitest';
import { doorRates } from './kernel/door.ts';
import { createProofChallenge, type DoorAct } from './kernel/proof.ts';
import { trafficBounds } from './kernel/traffic.ts';
import { type Browser, openBrowser } from './testing/browser.ts';
import { givenPerson, givenPlace, givenStaff, type Place } from './testing/builders.ts';
import { askData, type Data } from './testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue, reportInput } from './testing/issues.ts';
import { givenKey } from './testing/keys.ts';
import { makePicture } from './testing/photos.ts';
import { solveProof } from './testing/proofs.ts';
import { type TestServer } from './testing/server.ts';
import { test } from './testing/fixtures.ts';

let place: Place;
let categoryId: string;
let issue: GivenIssue;
let clients = 0;

test.beforeAll(async ({ app }) => {
  place = await givenPlace(app, 'Unkel');
  categoryId = await givenCategory(app, place);
  issue = await givenIssue(app, place, await givenPerson(app, place), { categoryId });
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, await givenStaff(app, place, 'CLERK'), show, { id: issue.id });
});
afterEach(() => {
  vi.useRealTimers();
});

test('above 60 unconfirmed sign-ins of an address a proof is needed, and with it the mail is sent', async ({
  app,
  mail,
}) => {
  const ip = await givenCrowd(app, 'signIn', 59);
  expect(codesOf(await requestSignIn(app, ip, newEmail()))).toEqual([]);
  const email = newEmail();
  const refused = await requestSignIn(app, ip, email);
  expect(refused).toMatchObject({ expiresAt: null, userErrors: [{ code: 'PROOF_REQUIRED', path: ['proof'] }] });
  expect(await usedBy(app, ip, 'signIn')).toBe(60);
  expect(await pendingOf(app, email)).toBe(0);
  const accepted = await requestSignIn(app, ip, email, await solveProof(refused.proofChallenge));
  expect(accepted).toEqual({ expiresAt: expect.any(String), proofChallenge: null, userErrors: [] });
  expect((await mail.next(email)).text).toContain('/sign-in/');
});

test('a confirmed sign-in gives its point back, once, also from another network', async ({ app, mail }) => {
  const ip = await givenCrowd(app, 'signIn', 59);
  const email = newEmail();
  expect(codesOf(await requestSignIn(app, ip, email))).toEqual([]);
  expect(codesOf(await requestSignIn(app, ip, newEmail()))).toEqual(['PROOF_REQUIRED']);
  const token = tokenIn((await mail.next(email)).text, 'sign-in');
  for (let n = 0; n < 2; n++) await at(app, newIp()).askData(confirmSignIn, { token });
  expect(await usedBy(app, ip, 'signIn')).toBe(59);
  expect(codesOf(await requestSignIn(app, ip, newEmail()))).toEqual([]);
});

test('a proof that was used, has expired, is for another act or address, or is nonsense: refused, nothing is written', async ({
  app,
}) => {
  const ip = await givenCrowd(app, 'signIn');
  const { proofChallenge } = await requestSignIn(app, ip, newEmail());
  const used = await solveProof(proofChallenge);
  expect(codesOf(await requestSignIn(app, ip, newEmail(), used))).toEqual([]);
  const proofFor = async (act: DoorAct, client: string): Promise<string> =>
    solveProof(await createProofChallenge({ ...app.services, caller: callerAt(client) }, act));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 301_000 });
  const expired = await proofFor('signIn', ip);
  vi.useRealTimers();
  const right = JSON.parse(Buffer.from(await proofFor('signIn', ip), 'base64').toString());
  const changed = (more: object): string => Buffer.from(JSON.stringify({ ...right, ...more })).toString('base64');
  const easier = { ...right.challenge, parameters: { ...right.challenge.parameters, keyPrefix: '00' } };
  const bad = {
    used,
    expired,
    otherAct: await proofFor('follow', ip),
    otherAddress: await proofFor('signIn', newIp()),
    nonsense: 'nonsense',
    long: 'A'.repeat(50_000),
    list: Buffer.from('[]').toString('base64'),
    wrongCounter: changed({ solution: { ...right.solution, derivedKey: '00'.repeat(32) } }),
    easier: changed({ challenge: easier }),
  };
  const email = newEmail();
  for (const [name, proof] of Object.entries(bad)) {
    const refused = await requestSignIn(app, ip, email, proof);
    expect([name, codesOf(refused)]).toEqual([name, ['PROOF_REFUSED']]);
    expect(refused.proofChallenge).toEqual(expect.any(String));
  }
  expect(await pendingOf(app, email)).toBe(0);
  expect(await usedBy(app, ip, 'signIn')).toBe(61);
  const atOnce = await solveProof((await requestSignIn(app, ip, email)).proofChallenge);
  const answers = await Promise.all([1, 2, 3].map(() => requestSignIn(app, ip, newEmail(), atOnce)));
  expect(answers.flatMap(codesOf)).toEqual(['PROOF_REFUSED', 'PROOF_REFUSED']);
});

function callerAt(ip: string) {
  return { ip, address: ip, authorization: undefined, cookie: () => undefined };
}

test('above 2,000 no proof helps, and refused requests use no point', async ({ app }) => {
  const ip = await givenCrowd(app, 'signIn', 2000);
  const refused = await at(app, ip).ask(signIn, { email: newEmail() });
  expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  expect(await usedBy(app, ip, 'signIn')).toBe(2000);
});

test('reports without an account: 30 an hour, then a proof; a confirmed address gives the point back', async ({
  app,
  mail,
}) => {
  const ip = await givenCrowd(app, 'report', 29);
  const email = newEmail();
  expect(codesOf(await reportAt(app, ip, { email }))).toEqual([]);
  const key = randomUUID();
  const refused = await reportAt(app, ip, { idempotencyKey: key });
  expect(refused).toMatchObject({ issue: null, claimCode: null, userErrors: [{ code: 'PROOF_REQUIRED' }] });
  const input = { ...reportInput(place, categoryId), idempotencyKey: key };
  const proof = await solveProof(refused.proofChallenge);
  const made = (await at(app, ip).askData(report, { input: { ...input, proof } })).reportIssue;
  expect(made).toMatchObject({ claimCode: expect.any(String), userErrors: [] });
  const again = (await at(app, ip).askData(report, { input })).reportIssue; // the answer was lost: no proof is needed
  expect(again.issue).toEqual(made.issue);
  expect(await usedBy(app, ip, 'report')).toBe(31);
  const token = tokenIn((await mail.next(email)).text, 'confirm');
  for (let n = 0; n < 2; n++) await at(app, newIp()).askData(confirmIssue, { token });
  expect(await usedBy(app, ip, 'report')).toBe(30);
});

test('a mailbox gets three mails in a quarter of an hour of one address and ten in an hour; the answer stays the same', async ({
  app,
  mail,
}) => {
  const ip = newIp();
  const email = newEmail();
  const answers = [];
  for (let n = 0; n < 4; n++) answers.push(await reportAt(app, ip, { email }));
  expect(answers.map(codesOf)).toEqual([[], [], [], []]);
  expect(answers.every(({ claimCode }) => typeof claimCode === 'string')).toBe(true);
  for (let n = 0; n < 9; n++) expect(codesOf(await reportAt(app, newIp(), { email: email.toUpperCase() }))).toEqual([]);
  const followed = await followAt(app, newIp(), email);
  expect(followed).toEqual({ isConfirmed: false, proofChallenge: null, userErrors: [] });
  const mails = [];
  for (let n = 0; n < 10; n++) mails.push(await mail.next(email));
  await expect(mail.next(email, 300)).rejects.toThrow('no mail');
  const newest = tokenIn(mails.at(-1)?.text ?? '', 'confirm');
  expect((await at(app, newIp()).askData(confirmIssue, { token: newest })).confirmIssue.userErrors).toEqual([]);
});

test('follows by mail share the points of sign-ins and give them back', async ({ app, mail }) => {
  const ip = await givenCrowd(app, 'signIn', 59);
  const email = newEmail();
  expect(codesOf(await followAt(app, ip, email))).toEqual([]);
  const refused = await followAt(app, ip, newEmail());
  expect(codesOf(refused)).toEqual(['PROOF_REQUIRED']);
  expect(codesOf(await followAt(app, ip, newEmail(), await solveProof(refused.proofChallenge)))).toEqual([]);
  const token = tokenIn((await mail.next(email)).text, 'follow');
  await at(app, newIp()).askData(confirmFollow, { token });
  expect(await usedBy(app, ip, 'follow')).toBe(60);
});

test('uploads without an account take the proof as a header', async ({ app }) => {
  const ip = await givenCrowd(app, 'upload', 30);
  const body = new Blob([Buffer.from(await makePicture('jpeg', 40, 30))]);
  const send = async (more: Record<string, string>): Promise<{ status: number; answer: Data }> => {
    const headers = {
      'content-type': 'image/jpeg',
      'apollo-require-preflight': 'true',
      'x-forwarded-for': ip,
      ...more,
    };
    const response = await fetch(`http://127.0.0.1:${app.port}/upload/${place.ags}`, { method: 'POST', body, headers });
    return { status: response.status, answer: await response.json() };
  };
  const refused = await send({});
  expect(refused.status).toBe(428);
  const { code, proofChallenge } = refused.answer.errors[0].extensions;
  expect(code).toBe('PROOF_REQUIRED');
  const proof = { 'proof-of-work': await solveProof(proofChallenge) };
  expect((await send(proof)).status).toBe(201);
  expect((await send(proof)).answer.errors[0].extensions.code).toBe('PROOF_REFUSED');
});

test('keys of partners and people with an account need no proof', async ({ app }) => {
  const ip = await givenCrowd(app, 'report');
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': ip };
  const { key } = await givenKey(app, place, ['issues:write']);
  const { token } = await givenPerson(app, place);
  for (const who of [{ authorization: `Bearer ${key}` }, { cookie: `session=${token}` }]) {
    const body = JSON.stringify({ query: report, variables: { input: reportInput(place, categoryId) } });
    const response = await fetch(`http://127.0.0.1:${app.port}/graphql`, {
      method: 'POST',
      headers: { ...headers, ...who },
      body,
    });
    expect(((await response.json()) as Data).data.reportIssue.userErrors).toEqual([]);
  }
});

test('while the installation has unusually many requests, everybody without an account needs a proof', async ({
  app,
}) => {
  const { traffic } = app.services;
  for (let n = 0; n < trafficBounds.least; n++) await traffic.add(1);
  const ip = newIp();
  const refused = await requestSignIn(app, ip, newEmail());
  expect(codesOf(refused)).toEqual(['PROOF_REQUIRED']);
  expect(codesOf(await requestSignIn(app, ip, newEmail(), await solveProof(refused.proofChallenge)))).toEqual([]);
  for (let n = 0; n < trafficBounds.least; n++) await traffic.add(-1);
  expect(codesOf(await requestSignIn(app, ip, newEmail()))).toEqual([]);
});

const signIn = `mutation($email: String!, $proof: String) { requestSignIn(input: { email: $email, proof: $proof }) {
  expiresAt proofChallenge userErrors { code path } } }`;
const confirmSignIn = 'mutation($token: String) { confirmSignIn(input: { token: $token }) { userErrors { code } } }';
const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id } claimCode proofChallenge userErrors { code path } } }`;
const confirmIssue = 'mutation($token: String!) { confirmIssue(input: { token: $token }) { userErrors { code } } }';
const follow = `mutation($input: FollowIssueInput!) { followIssue(input: $input) {
  isConfirmed proofChallenge userErrors { code path } } }`;
const confirmFollow = 'mutation($token: String!) { confirmFollow(input: { token: $token }) { userErrors { code } } }';

const newEmail = (): string => `${randomUUID()}@example.org`;
const newIp = (): string => `198.51.101.${++clients}`;
const at = (app: TestServer, ip: string): Browser => openBrowser(app.port, ip);
const tokenIn = (text: string, word: string): string => new RegExp(`/${word}/([\\w-]+)`).exec(text)?.[1] ?? '';
const codesOf = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);

/** An IP address of which so many unconfirmed requests of an act are counted already. */
async function givenCrowd(app: TestServer, act: DoorAct, points = doorRates[act].free): Promise<string> {
  const ip = newIp();
  await app.services.limits.count(doorRates[act], ip, points);
  return ip;
}
async function usedBy(app: TestServer, ip: string, act: DoorAct): Promise<number> {
  return (await app.services.limits.count(doorRates[act], ip, 0)).used;
}
async function requestSignIn(app: TestServer, ip: string, email: string, proof?: string): Promise<Data> {
  return (await at(app, ip).askData(signIn, { email, proof })).requestSignIn;
}
async function reportAt(app: TestServer, ip: string, more: object = {}): Promise<Data> {
  return (await at(app, ip).askData(report, { input: reportInput(place, categoryId, more) })).reportIssue;
}
async function followAt(app: TestServer, ip: string, email: string, proof?: string): Promise<Data> {
  return (await at(app, ip).askData(follow, { input: { issueId: issue.id, email, proof } })).followIssue;
}
async function pendingOf(app: TestServer, email: string): Promise<number> {
  const rows: unknown[] = await app.services.em.fork().execute('select 1 from sign_in where email = ?', [email]);
  return rows.length;
}
