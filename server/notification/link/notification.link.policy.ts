import { randomUUID } from 'node:crypto';
import { followGroups } from '../../group/follow/group.follow.service.ts';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { type Tx, write } from '../../kernel/events.ts';
import { readGlobalId, toGlobalId } from '../../kernel/ids.ts';
import { signId } from '../../kernel/signedId.ts';
import { ensureMailRecipient, linkTokenOf } from '../../recipient/recipient.link.service.ts';
import { keepConsent } from '../../recipient/recipient.service.ts';
import { addFollows } from '../../street/street.follow.service.ts';
import { type Act, mutation } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import type { Town } from '../../testing/policy/town.ts';
import { givenStreet } from '../../testing/streets.ts';
import { startPushService } from '../../testing/push.ts';
import { confirmPurpose } from './notification.follow.rules.ts';

const keys = keptFor(async () => {
  const service = await startPushService();
  const { p256dh, auth } = service.subscribe();
  service.stop();
  return { p256dh, auth };
});

/** Global id of a street of the town. */
const streetOf = keptFor(async ({ app, place }) => (await givenStreet(app, place)).id);

const inTown = <T>({ app }: Town, work: (tx: Tx) => Promise<T>): Promise<T> =>
  write(forkContext(app.services, system), work);

/** Token of the link to the choices of a new recipient that follows the town's group, and perhaps its street. */
async function linkOf(town: Town, followsStreet = false): Promise<string> {
  const { municipalityId, groupId } = town.place;
  const streetId = readGlobalId(await streetOf(town))?.id ?? '';
  return inTown(town, async (tx) => {
    const { recipientId } = await ensureMailRecipient(tx, municipalityId, `${randomUUID()}@example.org`, 'de');
    await followGroups(tx, recipientId, [groupId]);
    if (followsStreet) await addFollows(tx, recipientId, [{ streetId, house: null }], null);
    return linkTokenOf(tx, recipientId);
  });
}

/** Token of the link that confirms a new address. */
function questionOf(town: Town): Promise<string> {
  const { municipalityId, groupId } = town.place;
  return inTown(town, async (tx) => {
    const known = await ensureMailRecipient(tx, municipalityId, `${randomUUID()}@example.org`, 'de');
    const asked = { ...known, municipalityId, groupIds: [groupId], choice: 'EMAIL', wording: 1, locale: 'de' };
    return signId(tx.secret, confirmPurpose, await keepConsent(tx, asked));
  });
}

const townGroup = ({ place }: Town): string => toGlobalId('Group', place.groupId);
const wish = (town: Town) => ({ municipalityId: town.id, groupIds: [townGroup(town)], locale: 'de' });

/** Row for a mutation by link, with the input that it needs besides the token. */
function byLink(name: string, more: (town: Town) => object | Promise<object> = () => ({})): Act {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  return mutation(
    name,
    'anonymous',
    [`${name}(input: $input)`, type, 'choices { contacts { name } }'],
    async (town) => ({ token: await linkOf(town), ...(await more(town)) }),
    'who holds the link',
  );
}

export const acts: readonly Act[] = [
  mutation(
    'followGroups',
    'anonymous',
    ['followGroups(input: $input)', 'FollowGroupsInput!', 'groups { id }'],
    (town) => ({ ...wish(town), email: `${randomUUID()}@example.org` }),
  ),
  mutation(
    'followGroupsOnDevice',
    'anonymous',
    ['followGroupsOnDevice(input: $input)', 'FollowGroupsOnDeviceInput!', 'groups { id }'],
    async (town) => ({
      ...wish(town),
      endpoint: `https://push.example/${randomUUID()}`,
      ...(await keys(town)),
      label: 'Telefon',
    }),
  ),
  mutation(
    'confirmFollowedGroups',
    'anonymous',
    ['confirmFollowedGroups(input: { token: $input })', 'String!', 'groups { id }'],
    questionOf,
    'who holds the link',
  ),
  {
    field: 'Query.messageChoices',
    variant: 'who holds the link',
    witness: 'anonymous',
    prepare: async (town) => ({
      query: `query($token: String!, $id: ID!) { it: messageChoices(token: $token, municipalityId: $id) { contacts { name } } }`,
      variables: { token: await linkOf(town), id: town.id },
    }),
  },
  byLink('setPreferenceByLink', (town) => ({ groupId: townGroup(town), channel: 'EMAIL', mode: 'NOW' })),
  byLink('unfollowGroupByLink', (town) => ({ groupId: townGroup(town) })),
  byLink('followStreetByLink', async (town) => ({ streetId: await streetOf(town), houseNumber: '3' })),
  mutation(
    'setWasteReminderByLink',
    'anonymous',
    ['setWasteReminderByLink(input: $input)', 'SetWasteReminderByLinkInput!', 'choices { streets { remindsOfWaste } }'],
    async (town) => ({ token: await linkOf(town, true), streetId: await streetOf(town), isOn: true }),
    'who holds the link',
  ),
  byLink('unfollowStreetByLink', () => ({ streetId: toGlobalId('Street', randomUUID()) })),
  byLink('setAllStreetsFollowByLink', () => ({ isFollowing: true })),
  byLink('addAddressByLink', () => ({ email: `${randomUUID()}@example.org` })),
  mutation(
    'requestNumberByLink',
    'nobody',
    ['requestNumberByLink(input: $input)', 'RequestNumberByLinkInput!', 'contact { name }'],
    async (town) => ({ token: await linkOf(town), number: '0151 12345678' }),
    'recipient without a confirmed contact',
  ),
  mutation(
    'confirmNumberByLink',
    'nobody',
    ['confirmNumberByLink(input: $input)', 'ConfirmNumberByLinkInput!', 'choices { contacts { name } }'],
    async (town) => ({
      token: await linkOf(town),
      contactId: toGlobalId('Contact', randomUUID()),
      code: '12345678',
    }),
    'wrong code',
  ),
  byLink('removeContactByLink', () => ({ contactId: toGlobalId('Contact', randomUUID()) })),
  byLink('renewLink'),
  byLink('endMessagesByLink'),
  mutation(
    'renewDeviceByLink',
    'nobody',
    ['renewDeviceByLink(input: $input)', 'RenewDeviceByLinkInput!', 'choices { contacts { name } }'],
    async (town) => ({
      token: await linkOf(town),
      endpoint: `https://push.example/${randomUUID()}`,
      ...(await keys(town)),
    }),
    'link of a recipient without a device',
  ),
];
