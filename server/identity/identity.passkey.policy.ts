import { openAuthenticator } from '../testing/authenticator.ts';
import { type Browser, openBrowser } from '../testing/browser.ts';
import { givenPerson } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { type Act, node } from '../testing/policy/act.ts';
import { keptFor } from '../testing/policy/kept.ts';
import type { Question } from '../testing/policy/question.ts';
import type { Town } from '../testing/policy/town.ts';

const about = { witness: 'citizen', isAboutAsker: true } as const;
const startAdding = 'mutation { it: startPasskey { options userErrors { code } } }';
const startSignIn = 'mutation { it: startPasskeySignIn { options userErrors { code } } }';
const add = `mutation($input: AddPasskeyInput!) { it: addPasskey(input: $input) {
  viewer { id passkeys { id name } } userErrors { code } } }`;
const confirm = `mutation($response: String!) { it: confirmPasskeySignIn(input: { response: $response }) {
  viewer { email } userErrors { code } } }`;
const renew = `mutation($response: String!) { it: renewProof(input: { response: $response }) {
  viewer { email } userErrors { code } } }`;
const noSuch = Buffer.from('Passkey:00000000-0000-4000-8000-000000000000').toString('base64url');

/** Id of a passkey of the citizen, the only passkey in the town; one per town. */
const passkeyOf = keptFor(async (town) => {
  await register(town, town.citizen.token);
  return (await askData(town.app.port, town.citizen, '{ viewer { passkeys { id } } }')).viewer.passkeys[0].id;
});

async function listed(town: Town): Promise<string> {
  await passkeyOf(town);
  return '{ viewer { it: passkeys { id name } } }';
}

export const acts: readonly Act[] = [
  { field: 'Viewer.passkeys', ...about, prepare: async (town) => ({ query: await listed(town) }) },
  node('Passkey', passkeyOf, 'citizen', "the citizen's"),
  { field: 'Mutation.startPasskey', ...about, prepare: () => ({ query: startAdding }) },
  { field: 'Mutation.addPasskey', variant: "somebody's session beside the own", ...about, prepare: makePasskey },
  {
    field: 'Mutation.removePasskey',
    ...about,
    prepare: () => ({
      query: `mutation { it: removePasskey(input: { id: "${noSuch}" }) { viewer { id } userErrors { code } } }`,
    }),
  },
  { field: 'Mutation.startPasskeySignIn', ...about, prepare: () => ({ query: startSignIn }) },
  { field: 'Mutation.confirmPasskeySignIn', ...about, prepare: signIn },
  { field: 'Mutation.renewProof', variant: "somebody's session beside the own", ...about, prepare: renewOwn },
];

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

async function renewOwn(town: Town): Promise<Question> {
  const { token } = await givenPerson(town.app, town.place);
  const { device } = await register(town, token);
  const browser = browserAt(town);
  browser.cookies.set('session', token);
  const { it }: Data = await browser.askData(startSignIn);
  return { query: renew, variables: { response: device.get(it.options) }, ...cookieOf(browser) };
}

async function register(town: Town, token: string) {
  const { browser, response, device } = await begin(town, token);
  await browser.askData(add, { input: { response, name: 'Telefon' } });
  return { device };
}

async function begin(town: Town, token: string) {
  const browser = browserAt(town);
  const device = openAuthenticator(`http://localhost:${town.app.port}`);
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
