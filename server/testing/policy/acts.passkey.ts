import { openAuthenticator } from '../authenticator.ts';
import { givenPerson } from '../builders.ts';
import { type Browser, openBrowser } from '../browser.ts';
import type { Data } from '../client.ts';
import type { Act } from './act.ts';
import type { Question } from './question.ts';
import type { Town } from './town.ts';

const about = { witness: 'citizen', isAboutAsker: true } as const;
const startAdding = 'mutation { it: startPasskey { options userErrors { code } } }';
const startSignIn = 'mutation { it: startPasskeySignIn { options userErrors { code } } }';
const add = `mutation($input: AddPasskeyInput!) { it: addPasskey(input: $input) {
  viewer { id passkeys { id name } } userErrors { code } } }`;
const confirm = `mutation($response: String!) { it: confirmPasskeySignIn(response: $response) {
  viewer { email } userErrors { code } } }`;
const noSuch = Buffer.from('Passkey:00000000-0000-4000-8000-000000000000').toString('base64url');

export const passkeyActs: readonly Act[] = [
  { field: 'Viewer.passkeys', ...about, prepare: async (town) => ({ query: await listed(town) }) },
  { field: 'Mutation.startPasskey', ...about, prepare: () => ({ query: startAdding }) },
  { field: 'Mutation.addPasskey', variant: "somebody's session beside the own", ...about, prepare: makePasskey },
  {
    ...{ field: 'Mutation.removePasskey', ...about },
    prepare: () => ({ query: `mutation { it: removePasskey(id: "${noSuch}") { viewer { id } userErrors { code } } }` }),
  },
  { field: 'Mutation.startPasskeySignIn', ...about, prepare: () => ({ query: startSignIn }) },
  { field: 'Mutation.confirmPasskeySignIn', ...about, prepare: signIn },
];

const kept = new WeakMap<Town, Promise<unknown>>();

/** The citizen has a passkey, nobody else of the town. */
async function listed(town: Town): Promise<string> {
  const known = kept.get(town) ?? register(town, town.citizen.token);
  kept.set(town, known);
  await known;
  return '{ viewer { it: passkeys { id name } } }';
}

async function makePasskey(town: Town): Promise<Question> {
  const { browser, response } = await begin(town, (await givenPerson(town.app, town.place)).token);
  return { query: add, variables: { input: { response, name: 'Telefon' } }, ...cookieOf(browser) };
}

async function signIn(town: Town): Promise<Question> {
  const { device } = await register(town, (await givenPerson(town.app, town.place)).token);
  const browser = browserAt(town);
  const { it }: Data = await browser.askData(startSignIn);
  return { query: confirm, variables: { response: device.get(it.options) }, endsSession: true, ...cookieOf(browser) };
}

async function register(town: Town, token: string) {
  const { browser, response, device } = await begin(town, token);
  await browser.askData(add, { input: { response, name: 'Telefon' } });
  return { device };
}

async function begin(town: Town, token: string) {
  const [browser, device] = [browserAt(town), openAuthenticator(`http://localhost:${town.app.port}`)];
  browser.cookies.set('session', token);
  const { it }: Data = await browser.askData(startAdding);
  return { browser, device, response: device.create(it.options) };
}

let browsers = 0;

function browserAt({ app }: Town): Browser {
  browsers += 1;
  return openBrowser(app.port, `198.20.${browsers >> 8}.${browsers & 255}`);
}

function cookieOf({ cookies }: Browser): { cookie: string } {
  return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
}
