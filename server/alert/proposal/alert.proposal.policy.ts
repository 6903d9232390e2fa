import { randomUUID } from 'node:crypto';
import { alertInput } from '../../testing/alerts.ts';
import { type Act, mutation } from '../../testing/policy/act.ts';

export const acts: readonly Act[] = [
  mutation(
    'proposeAlert',
    'partner',
    ['proposeAlert(input: $input)', 'ProposeAlertInput!', 'proposal { state }'],
    ({ id }) => ({
      municipalityId: id,
      kind: 'WARNING',
      template: 'flood',
      alert: alertInput(),
      idempotencyKey: randomUUID(),
    }),
  ),
  {
    field: 'Subscription.alertDesk',
    witness: 'admin',
    prepare: ({ id }) => ({
      query: 'subscription($id: ID!) { it: alertDesk(municipalityId: $id) { incidents { id } } }',
      variables: { id },
    }),
  },
];
