import { unsubscribeToken } from '../../notification/notification.unsubscribe.service.ts';
import { type Act, mutation } from './act.ts';
import { inboxOf, type Town } from './town.ts';

const unsubscribing = ['unsubscribe(token: $input)', 'String!', 'groupName'] as const;

export const notificationActs: readonly Act[] = [
  {
    ...{ field: 'Viewer.inbox', witness: 'citizen', isAboutAsker: true },
    prepare: () => ({ query: '{ viewer { it: inbox { edges { node { id kind municipality { name } } } } } }' }),
  },
  {
    ...{ field: 'Subscription.inbox', witness: 'citizen', isAboutAsker: true },
    prepare: () => ({ query: 'subscription { it: inbox { unreadCount entries { id } } }' }),
  },
  {
    field: 'Viewer.preferences',
    witness: 'citizen',
    prepare: ({ id }) => ({
      query: `query($id: ID!) { viewer { it: preferences(municipalityId: $id) { channel isOn group { name } } } }`,
      variables: { id },
    }),
  },
  mutation(
    'setPreference',
    'citizen',
    ['setPreference(input: $input)', 'SetPreferenceInput!', 'preference { isOn }'],
    ({ kita }) => ({ groupId: kita.id, channel: 'EMAIL', isOn: true }),
    'closed group',
  ),
  mutation(
    'markInboxRead',
    'citizen',
    ['markInboxRead(ids: $input)', '[ID!]', 'unreadCount'],
    ({ app, citizen }) => inboxOf(app, citizen),
    "the citizen's: no effect for others",
  ),
  {
    ...{ field: 'Query.unsubscribeLink', variant: 'who holds the link', witness: 'anonymous' },
    prepare: (town) => ({
      query: 'query($token: String!) { it: unsubscribeLink(token: $token) { groupName } }',
      variables: { token: tokenOf(town) },
    }),
  },
  mutation('unsubscribe', 'anonymous', unsubscribing, tokenOf, 'who holds the link'),
  mutation('unsubscribe', 'nobody', unsubscribing, (town) => forge(tokenOf(town)), 'forged link'),
];

function tokenOf({ app, citizen, kita }: Town): string {
  return unsubscribeToken(app.services, { personId: citizen.personId, groupId: kita.groupId, channel: 'EMAIL' });
}

/** The same ids with a proof that is not ours. */
function forge(token: string): string {
  const at = token.length - 'EMAIL'.length - 1;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}
