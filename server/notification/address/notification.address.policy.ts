import { randomUUID } from 'node:crypto';
import { type Act, edge, mutation } from '../../testing/policy/act.ts';
import { ensureReplyToAsked } from '../../testing/replyTo.ts';

const sender = 'sender { name replyTo }';

export const acts: readonly Act[] = [
  edge('Municipality.sender', ({ id }) => id, 'admin', '{ name fromAddress replyTo }'),
  mutation('requestReplyTo', 'admin', ['requestReplyTo(input: $input)', 'RequestReplyToInput!', sender], ({ id }) => ({
    municipalityId: id,
    address: `rathaus-${randomUUID()}@unkel.example`,
  })),
  mutation(
    'confirmReplyTo',
    'nobody',
    ['confirmReplyTo(input: $input)', 'ConfirmReplyToInput!', sender],
    async ({ app, place, id }) => {
      await ensureReplyToAsked(app, place);
      return { municipalityId: id, code: '00000000' };
    },
    'wrong code',
  ),
  mutation('removeReplyTo', 'admin', ['removeReplyTo(input: $input)', 'RemoveReplyToInput!', sender], ({ id }) => ({
    municipalityId: id,
  })),
  mutation(
    'setFromAddress',
    'nobody',
    ['setFromAddress(input: $input)', 'SetFromAddressInput!', sender],
    ({ id }) => ({ municipalityId: id, address: null }),
    'operators only',
  ),
];
