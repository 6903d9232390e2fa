import { randomUUID } from 'node:crypto';
import { openBrowser } from '../browser.ts';
import type { MailServer } from '../mail.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { type Act, edge, mutation, node } from './act.ts';
import type { Question } from './question.ts';
import type { Town } from './town.ts';

const town = ({ id }: Town): string => id;
const list = '{ edges { node { id } } }';
const signInRequest = `mutation($input: RequestSignInInput!) { it: requestSignIn(input: $input) {
  expiresAt userErrors { code } } }`;

const startIdentification = `mutation($input: StartIdentificationInput!) { it: startIdentification(input: $input) {
  url userErrors { code } } }`;

export const townActs: readonly Act[] = [
  {
    field: 'Query.municipality',
    witness: 'anonymous',
    prepare: ({ place }) => ({
      query: 'query($ags: String!) { it: municipality(ags: $ags) { id name } }',
      variables: { ags: place.ags },
    }),
  },
  {
    field: 'Query.municipalities',
    witness: 'anonymous',
    prepare: ({ mark }) => ({
      query: 'query($mark: String) { it: municipalities(search: $mark) { edges { node { id name } } } }',
      variables: { mark },
    }),
  },
  about('Query.markdown', 'citizen', '{ it: markdown(text: "**laut**") }'),
  node('Municipality', town, 'anonymous'),
  node('Desk', ({ place }) => toGlobalId('Desk', place.deskId), 'anonymous'),
  edge('Municipality.desks', town, 'anonymous', '{ id name }'),
  edge('Municipality.feed', town, 'anonymous', '{ edges { node { id because { name } } } }'),
  edge('Municipality.groups', town, 'anonymous', '{ edges { node { id name } } }'),
  edge('Municipality.issueCategories', town, 'anonymous', '{ id name }'),
  edge('Municipality.issues', town, 'clerk', '{ edges { node { id text } } }'),
  edge('Municipality.issueBoard', town, 'clerk', '{ issues { edges { node { id text } } } }'),
  edge('Municipality.issueCounts', town, 'clerk', '{ stage count }'),
  edge('Municipality.map', town, 'anonymous', '{ source isOwn }'),
  // Who lies around is public; what else is told of them has rows of its own.
  edge('Municipality.neighbours', town, 'anonymous', '{ ags }'),
  edge('Municipality.partnerKeys', town, 'admin', '{ id name }'),
  edge('Municipality.polls', town, 'anonymous', '{ edges { node { id title } } }'),
  edge('Municipality.posts', town, 'anonymous', '{ edges { node { id title } } }'),
  edge('Municipality.publicIssues', town, 'anonymous', '{ edges { node { id text } } }'),
  edge('Municipality.townGroup', town, 'anonymous', '{ id name }'),
  edge('Municipality.identityServices', town, 'anonymous', '{ key name levels }'),
  edge('Municipality.viewerGroups', town, 'citizen', '{ id name }'),
  edge('Municipality.viewerRoles', town, 'admin', '{ role }'),
  edge('Municipality.viewerSender', town, 'clerk', ''),
  mutation(
    'setModules',
    'admin',
    ['setModules(municipalityId: $input, modules: [POSTS, POLLS, ISSUES])', 'ID!', 'municipality { id }'],
    town,
  ),
  mutation(
    'setTownMap',
    'admin',
    ['setTownMap(input: $input)', 'SetTownMapInput!', 'municipality { id }'],
    ({ id }) => ({ municipalityId: id, source: 'OUTLINE' }),
  ),
  about('Query.viewer', 'citizen', '{ it: viewer { id email } }'),
  about('Viewer.issues', 'citizen', `{ viewer { it: issues ${list} } }`),
  about('Viewer.roles', 'admin', '{ viewer { it: roles { role municipality { id } } } }'),
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
      query: 'mutation { it: chooseLanguage(locale: "de-x-leicht") { viewer { locale } userErrors { code } } }',
    }),
  },
  about('Viewer.assurance', 'citizen', '{ viewer { it: assurance { level method endsAt } } }'),
  {
    ...{ field: 'Mutation.startIdentification', witness: 'citizen', isAboutAsker: true },
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

function about(field: string, witness: Act['witness'], query: string): Act {
  return { field, witness, isAboutAsker: true, prepare: () => ({ query }) };
}

/** The code that came by mail, in the browser that asked for it. */
async function askForCode({ app, place }: Town, mail: MailServer): Promise<Question> {
  const email = `${randomUUID()}@example.org`;
  const browser = openBrowser(app.port, `198.19.${Math.floor(Math.random() * 255)}.${Math.floor(Math.random() * 255)}`);
  await browser.askData(signInRequest, { input: { email, ags: place.ags } });
  const [code = ''] = /^\d{8}$/m.exec((await mail.next(email)).text) ?? [];
  return {
    query: `mutation($input: ConfirmSignInInput!) { it: confirmSignIn(input: $input) { viewer { email } userErrors { code } } }`,
    variables: { input: { code } },
    endsSession: true,
    cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  };
}
