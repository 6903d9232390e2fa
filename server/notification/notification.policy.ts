import { vi } from 'vitest';
import { askData, type Data } from '../testing/client.ts';
import { comment } from '../testing/comments.ts';
import { type Act, edge, mutation, node } from '../testing/policy/act.ts';
import { keptFor } from '../testing/policy/kept.ts';
import { inboxOf, type Town } from '../testing/policy/town.ts';
import { groupInterest } from '../recipient/recipient.rules.ts';
import { unsubscribeToken } from './notification.unsubscribe.service.ts';

const unsubscribing = ['unsubscribe(input: { token: $input })', 'String!', 'groupName'] as const;

/** Global id of the citizen's newest message that `fits`; waits until one exists. */
function messageTo({ app, citizen }: Town, fits: (item: Data) => boolean): Promise<string> {
  const query = `{ viewer { inbox(first: 100) { nodes {
    id group { id } subject { ... on Issue { id } } content { __typename } } } } }`;
  const find = async (): Promise<string | undefined> =>
    (await askData(app.port, citizen, query)).viewer.inbox.nodes.find(fits)?.id;
  return vi.waitUntil(find, { timeout: 20_000, interval: 500 }) as Promise<string>;
}

/** Id of a message about the citizen's issue, which only the citizen receives; one per town. */
const aboutReport = keptFor(async (town) => {
  await comment(town.app, town.clerk, town.issue.id, 'PRIVATE');
  return messageTo(town, ({ subject, content }) => subject?.id === town.issue.id && content !== null);
});
/** Id of a message to the members of the closed group; one per town. */
const fromKita = keptFor((town) => messageTo(town, ({ group }) => group?.id === town.kita.id));

export const acts: readonly Act[] = [
  node('InboxItem', aboutReport, 'citizen', "the citizen's"),
  edge('InboxItem.municipality', aboutReport, 'citizen', '{ id }'),
  edge('InboxItem.subject', aboutReport, 'citizen', '{ __typename }'),
  edge('InboxItem.content', aboutReport, 'citizen', '{ __typename }'),
  edge('InboxItem.group', fromKita, 'citizen', '{ id name }'),
  {
    field: 'Viewer.inbox',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: () => ({ query: '{ viewer { it: inbox { edges { node { id kind municipality { name } } } } } }' }),
  },
  {
    field: 'Subscription.inbox',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: () => ({ query: 'subscription { it: inbox { unreadCount entries { id } } }' }),
  },
  {
    field: 'Viewer.preferences',
    witness: 'citizen',
    prepare: ({ id }) => ({
      query: `query($id: ID!) { viewer { it: preferences(municipalityId: $id) { channel mode group { name } } } }`,
      variables: { id },
    }),
  },
  mutation(
    'setPreference',
    'citizen',
    ['setPreference(input: $input)', 'SetPreferenceInput!', 'preference { mode }'],
    ({ kita }) => ({ groupId: kita.id, interest: groupInterest, channel: 'EMAIL', mode: 'NOW' }),
    'closed group',
  ),
  {
    field: 'Viewer.startChoice',
    witness: 'citizen',
    prepare: async ({ id, app, citizen }) => {
      const choose = `mutation($id: ID!) { chooseStart(input: { municipalityId: $id, choice: APP_ONLY, locale: "de" }) { choice } }`;
      await askData(app.port, citizen, choose, { id });
      return { query: 'query($id: ID!) { viewer { it: startChoice(municipalityId: $id) } }', variables: { id } };
    },
  },
  {
    field: 'Viewer.mailsBounce',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: () => ({ query: '{ viewer { it: mailsBounce } }' }),
  },
  {
    ...mutation('chooseStart', 'citizen', ['chooseStart(input: $input)', 'ChooseStartInput!', 'choice'], ({ id }) => ({
      municipalityId: id,
      choice: 'APP_ONLY',
      locale: 'de',
    })),
    runsLast: true,
  },
  mutation(
    'markInboxRead',
    'citizen',
    ['markInboxRead(input: { ids: $input })', '[ID!]', 'unreadCount'],
    ({ app, citizen }) => inboxOf(app, citizen),
    "the citizen's: no effect for others",
  ),
  {
    field: 'Query.unsubscribeLink',
    variant: 'who holds the link',
    witness: 'anonymous',
    prepare: (town) => ({
      query: 'query($token: String!) { it: unsubscribeLink(token: $token) { groupName } }',
      variables: { token: tokenOf(town) },
    }),
  },
  mutation('unsubscribe', 'anonymous', unsubscribing, tokenOf, 'who holds the link'),
  mutation('unsubscribe', 'nobody', unsubscribing, (town) => forge(tokenOf(town)), 'forged link'),
];

function tokenOf({ app, citizen, kita }: Town): string {
  return unsubscribeToken(app.services, {
    recipientId: citizen.personId,
    interest: groupInterest,
    groupId: kita.groupId,
    channel: 'EMAIL',
  });
}

/** Token with the same ids and a wrong signature. */
function forge(token: string): string {
  const at = token.length - 'EMAIL'.length - 1;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}
