import { askData } from '../../testing/client.ts';
import { type Act, edge, mutation } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';

/** Global id of the town, after a check; one per town. */
const checked = keptFor(async ({ app, admin, id }) => {
  const send = `mutation($id: ID!) { sendDeliveryCheck(input: { municipalityId: $id }) { userErrors { code } } }`;
  await askData(app.port, admin, send, { id });
  return id;
});

export const acts: readonly Act[] = [
  edge('Municipality.deliveryCheck', checked, 'admin', '{ at }'),
  mutation(
    'sendDeliveryCheck',
    'admin',
    ['sendDeliveryCheck(input: { municipalityId: $input })', 'ID!', 'check { at }'],
    ({ id }) => id,
  ),
];
