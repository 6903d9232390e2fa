import { randomUUID } from 'node:crypto';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { ensureMailRecipient, linkTokenOf } from '../../recipient/recipient.link.service.ts';
import { type Act, mutation } from '../../testing/policy/act.ts';
import type { Town } from '../../testing/policy/town.ts';

/** Token of the link of a new recipient without an account. */
function linkOf({ app, place }: Town): Promise<string> {
  return write(forkContext(app.services, system), async (tx) => {
    const { recipientId } = await ensureMailRecipient(tx, place.municipalityId, `${randomUUID()}@example.org`, 'de');
    return linkTokenOf(tx, recipientId);
  });
}

export const acts: readonly Act[] = [
  {
    field: 'Viewer.emergencies',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: () => ({ query: '{ viewer { it: emergencies { isOn ties { kind } } } }' }),
  },
  {
    field: 'Query.emergenciesByLink',
    variant: 'who holds the link',
    witness: 'anonymous',
    prepare: async (town) => ({
      query: 'query($token: String!, $id: ID!) { it: emergenciesByLink(token: $token, municipalityId: $id) { isOn } }',
      variables: { token: await linkOf(town), id: town.id },
    }),
  },
  mutation(
    'setEmergencies',
    'citizen',
    ['setEmergencies(input: $input)', 'SetEmergenciesInput!', 'emergencies { isOn }'],
    ({ id: municipalityId }) => ({ municipalityId, isOn: true }),
  ),
  mutation(
    'setEmergenciesByLink',
    'anonymous',
    ['setEmergenciesByLink(input: $input)', 'SetEmergenciesByLinkInput!', 'emergencies { isOn }'],
    async (town) => ({ token: await linkOf(town), isOn: true }),
    'who holds the link',
  ),
];
