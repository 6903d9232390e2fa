import { toGlobalId } from '../../kernel/ids.ts';
import { type Act, mutation } from '../../testing/policy/act.ts';

export const acts: readonly Act[] = [
  mutation(
    'setDeskDisruptions',
    'admin',
    ['setDeskDisruptions(input: $input)', 'SetDeskDisruptionsInput!', 'desk { id }'],
    ({ place }) => ({ deskId: toGlobalId('Desk', place.deskId), maySendDisruptions: true }),
  ),
];
