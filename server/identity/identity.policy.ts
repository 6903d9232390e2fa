import { randomUUID } from 'node:crypto';
import { openBrowser } from '../testing/browser.ts';
import type { MailServer } from '../testing/mail.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { aboutAsker, type Act, edge, node } from '../testing/policy/act.ts';
import type { Question } from '../testing/policy/question.ts';
import type { Town } from '../testing/policy/town.ts';

const list = '{ edges { node { id } } }';
const signInRequest = `mutation($input: RequestSignInInput!) { it: requestSignIn(input: $input) {
  expiresAt userErrors { code } } }`;

const startIdentification = `mutation($input: StartIdentificationInput!) { it: startIdentification(input: $input) {
  url userErrors { code } } }`;

export const acts: readonly Act[] = [
  edge('Municipality.identityServices', ({ id }) => id, 'anonymous', '{ key name levels }'),
  edge('Municipality.viewerRoles', ({ id }) => id, 'admin', '{ role }'),
  edge('Municipality.viewerSender', ({ id }) => id, 'clerk', ''),
  node('Viewer', ({ citizen }) => toGlobalId('Viewer', citizen.personId), 'citizen', "the citizen's"),
  aboutAsker('Query.viewer', 'citizen', '{ it: viewer { id email } }'),
  aboutAsker('Viewer.issues', 'citizen', `{ viewer { it: issues ${list} } }`),
  aboutAsker('Viewer.roles', 'admin', '{ viewer { it: roles { role municipality { id } } } }'),
  {
    field: 'Mutation.requestSignIn',
    witness: 'anonymous',
    isAboutAsker: true,
    prepare: () => ({ query: signInRequest, variables: { input: { email: `${randomUUID()}@example.org` } } }),
  },
  { field: 'Mutation.confirmSignIn', witness: 'anonymous', isAboutAsker: true, prepare: askForCode },
  {
    field: 'Mutation.chooseLanguage',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: () => ({
      query:
        'mutation { it: chooseLanguage(input: { locale: "de-x-leicht" }) { viewer { locale } userErrors { code } } }',
    }),
  },
  aboutAsker('Viewer.assurance', 'citizen', '{ viewer { it: assurance { level method endsAt } } }'),
  {
    field: 'Mutation.startIdentification',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: ({ place: { ags } }) => ({
      query: startIdentification,
      variables: { input: { serviceKey: 'probe', ags } },
    }),
  },
  {
    field: 'Mutation.signOut',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: () => ({ query: 'mutation { it: signOut { userErrors { code } } }', endsSession: true }),
  },
];

/** Requests a sign-in and returns the mailed code together with the requesting browser. */
async function askForCode({ app, place }: Town, mail: MailServer): Promise<Question> {
  const email = `${randomUUID()}@example.org`;
  const browser = openBrowser(app.port, `198.19.${Math.floor(Math.random() * 255)}.${Math.floor(Math.random() * 255)}`);
  await browser.askData(signInRequest, { input: { email, ags: place.ags } });
  const [code = ''] = /^\d{4} \d{4}$/m.exec((await mail.next(email)).text) ?? [];
  return {
    query: `mutation($input: ConfirmSignInInput!) { it: confirmSignIn(input: $input) { viewer { email } userErrors { code } } }`,
    variables: { input: { code } },
    endsSession: true,
    cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  };
}
