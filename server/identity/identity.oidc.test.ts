import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { type Browser, openBrowser } from '../testing/browser.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { type Forgery, type Issuer, startIssuer } from '../testing/issuer.ts';
import { givenPoll } from '../testing/polls.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let issuer: Issuer;
let app: TestServer;
let place: Place;
let browsers = 0;

beforeAll(async () => {
  issuer = await startIssuer();
  const far = issuer.service({ id: 'far', towns: ['09999999'] });
  const dead = issuer.service({ id: 'dead', issuer: 'http://127.0.0.1:9' });
  // A server of its own: it knows identity services.
  app = await startTestServer({ trustProxy: 1, identityServices: [issuer.service(), far, dead] });
  place = await givenPlace(app);
  issuer.expect({ sub: 'erika', acr: 'high' });
  expect(problemOf(await identify(browserOf(await givenPerson(app, place))))).toBeNull();
});
afterAll(async () => {
  await app.stop();
  await issuer.stop();
});

const start = `mutation($input: StartIdentificationInput!) { startIdentification(input: $input) {
  url userErrors { code } } }`;
const who = '{ viewer { id email assurance { level method } provenLevel } }';

/** Browser with its own IP address; signed in if a person is given. */
function browserOf(person?: Somebody): Browser {
  const browser = openBrowser(app.port, `198.51.100.${++browsers}`);
  if (person !== undefined) browser.cookies.set('session', person.token);
  return browser;
}
async function begin(browser: Browser, more: object = {}): Promise<string> {
  const input = { serviceKey: 'probe', ags: place.ags, next: `/${place.ags}/polls/1`, ...more };
  const { startIdentification }: Data = await browser.askData(start, { input });
  return startIdentification.url ?? startIdentification.userErrors[0].code;
}
/** Signs in at the service and returns the address to which the service redirects the browser. */
async function signInThere(url: string): Promise<string> {
  return (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '';
}
async function identify(browser: Browser, more: object = {}): Promise<string | number> {
  return browser.visit(await signInThere(await begin(browser, more)));
}
const problemOf = (location: string | number): string | null =>
  new URL(String(location), 'http://ours.example').searchParams.get('problem');
const viewerOf = async (browser: Browser): Promise<Data> => (await browser.askData(who)).viewer;

test('an account with an address is refused at the vote, proves who it is, and comes back to a vote that counts', async () => {
  const admin = await givenStaff(app, place);
  const poll = await givenPoll(app, place, admin, { assurance: 'SUBSTANTIAL' });
  const person = await givenPerson(app, place);
  const browser = browserOf(person);
  const cast = 'mutation($input: CastVoteInput!) { castVote(input: $input) { assuranceNeeded userErrors { code } } }';
  const vote = async (): Promise<Data> =>
    (await browser.askData(cast, { input: { pollId: poll.id, optionIds: [poll.options[0]] } })).castVote;
  expect(await vote()).toEqual({ assuranceNeeded: 'SUBSTANTIAL', userErrors: [{ code: 'ASSURANCE_REQUIRED' }] });

  issuer.expect({ sub: 'karl', acr: 'high' });
  expect(await identify(browser, { level: 'SUBSTANTIAL' })).toBe(`/${place.ags}/polls/1`);
  expect(await vote()).toEqual({ assuranceNeeded: null, userErrors: [] });
  expect(await viewerOf(browser)).toMatchObject({
    id: expect.any(String),
    assurance: { level: 'HIGH', method: 'IDENTITY_SERVICE' },
    provenLevel: 'HIGH',
  });
  expect((await ask(app.port, person, who)).data.viewer).toBeNull(); // the session before has ended
  const asked = issuer.asked.at(-1);
  expect(Object.fromEntries(asked ?? [])).toMatchObject({
    scope: 'openid',
    acr_values: 'substantial high',
    code_challenge_method: 'S256',
    prompt: 'login',
  });
});

test('whoever is known to the service signs in; a new account needs an address that the service has verified', async () => {
  issuer.expect({ sub: 'erika', acr: 'substantial' });
  const known = browserOf();
  expect(await identify(known)).toBe(`/${place.ags}/me/arrived?next=${encodeURIComponent(`/${place.ags}/polls/1`)}`);
  expect(await viewerOf(known)).toMatchObject({ assurance: { level: 'SUBSTANTIAL' }, provenLevel: 'HIGH' });

  const stranger = browserOf();
  issuer.expect({ sub: 'max', acr: 'high' });
  expect(problemOf(await identify(stranger))).toBe('ACCOUNT_FIRST');
  issuer.expect({ sub: 'max', acr: 'high', email: 'max@example.org', email_verified: false });
  expect(problemOf(await identify(stranger))).toBe('ACCOUNT_FIRST');
  const { email } = (await viewerOf(known)) as { email: string };
  issuer.expect({ sub: 'max', acr: 'high', email, email_verified: true });
  expect(problemOf(await identify(stranger))).toBe('ADDRESS_KNOWN'); // an address never opens an account
  expect(await viewerOf(stranger)).toBeNull();
  issuer.expect({ sub: 'max', acr: 'high', email: 'max@example.org', email_verified: true });
  expect(problemOf(await identify(stranger))).toBeNull();
  expect(await viewerOf(stranger)).toMatchObject({ email: 'max@example.org', assurance: { level: 'HIGH' } });
});

test('an identity belongs to one account', async () => {
  issuer.expect({ sub: 'erika', acr: 'high' });
  const other = browserOf(await givenPerson(app, place));
  expect(problemOf(await identify(other))).toBe('IDENTITY_TAKEN');
  expect(await viewerOf(other)).toMatchObject({ assurance: { level: 'BASIC' }, provenLevel: 'BASIC' });
});

test('a lower level, and values nobody mapped, are not enough', async () => {
  const browser = browserOf(await givenPerson(app, place));
  for (const acr of ['substantial', 'low', '', 'constructor', '__proto__']) {
    issuer.expect({ sub: 'low', acr });
    expect([acr, problemOf(await identify(browser, { level: 'HIGH' }))]).toEqual([acr, 'LEVEL_TOO_LOW']);
  }
  expect(await viewerOf(browser)).toMatchObject({ assurance: { level: 'BASIC' }, provenLevel: 'BASIC' });
});

test('a way back works once, in the browser that began, for whoever is still signed in there', async () => {
  issuer.expect({ sub: 'once', acr: 'high' });
  const browser = browserOf(await givenPerson(app, place));
  const thief = browserOf();
  const back = await signInThere(await begin(browser));
  expect(await thief.visit(back)).toBe('/?all=1');
  expect(await viewerOf(thief)).toBeNull();
  expect(await browser.visit(back)).toBe(`/${place.ags}/polls/1`);
  const session = browser.cookies.get('session');
  expect(await browser.visit(back)).toBe('/?all=1');
  expect(browser.cookies.get('session')).toBe(session);

  const shared = browserOf(await givenPerson(app, place));
  const waiting = await signInThere(await begin(shared));
  shared.cookies.set('session', (await givenPerson(app, place)).token);
  expect(problemOf(await shared.visit(waiting))).toBe('SESSION_CHANGED');
});

test('what is not genuine counts for nothing', async () => {
  const hour = Math.floor(Date.now() / 1000) - 3600;
  const forgeries: Record<string, Forgery> = {
    'wrong nonce': { claims: { nonce: 'another' } },
    'wrong issuer': { claims: { iss: 'https://elsewhere.example' } },
    'another audience': { claims: { aud: 'another' } },
    expired: { claims: { iat: hour, exp: hour + 60 } },
    unsigned: { signature: 'none' },
    "a stranger's key": { signature: 'stranger' },
    "signed with the client's secret": { signature: 'HS256' },
  };
  const browser = browserOf(await givenPerson(app, place));
  let accepted = 0;
  for (const [name, forgery] of Object.entries(forgeries)) {
    issuer.expect({ sub: 'forged', acr: 'high' }, forgery);
    expect([name, problemOf(await identify(browser))]).toEqual([name, 'IDENTIFICATION_FAILED']);
    if ((await viewerOf(browser)).provenLevel !== 'BASIC') accepted++;
  }
  console.log(`identity service: ${Object.keys(forgeries).length} forgeries, accepted ${accepted}`);
  expect(accepted).toBe(0);
  issuer.expect({ sub: 'forged', acr: 'high' });
  expect(problemOf(await identify(browser))).toBeNull(); // the same, genuine
});

test('it leads back to pages of this site only', async () => {
  issuer.expect({ sub: 'erika', acr: 'high' });
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/a\nb', 'x'.repeat(501), null])
    expect(await identify(browserOf(), { next })).toBe(`/${place.ags}/me/arrived?next=`);
});

test('a service of another town, an unknown one, one that is away; saying no there', async () => {
  const browser = browserOf(await givenPerson(app, place));
  expect(await begin(browser, { serviceKey: 'far' })).toBe('UNKNOWN_SERVICE');
  expect(await begin(browser, { serviceKey: 'nobody' })).toBe('UNKNOWN_SERVICE');
  expect(await begin(browser, { serviceKey: 'dead' })).toBe('SERVICE_AWAY');
  const state = new URL(await begin(browser)).searchParams.get('state') ?? '';
  const no = `${issuer.issuer}/identity/probe/callback?error=access_denied&state=${state}`;
  expect(problemOf(await browser.visit(no))).toBe('IDENTIFICATION_CANCELLED');
  const query = 'query($ags: String!) { municipality(ags: $ags) { identityServices { key name levels } } }';
  const { municipality }: Data = await askData(app.port, {}, query, { ags: place.ags });
  expect(municipality.identityServices.map(({ key }: Data) => key)).toEqual(['probe', 'dead']);
});

test('what the service calls a person is stored nowhere', async () => {
  const em = app.services.em.fork();
  for (const table of ['identity_link', 'identification', 'domain_event', 'session'])
    expect(JSON.stringify(await em.execute(`select * from ${table}`))).not.toMatch(/erika|karl|forged/);
  expect(await em.execute('select * from identity_link')).not.toEqual([]);
});
