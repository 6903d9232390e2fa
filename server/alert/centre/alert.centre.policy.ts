import { type Act, edge, mutation } from '../../testing/policy/act.ts';
import { askData } from '../../testing/client.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import { secondAdmin, type Town } from '../../testing/policy/town.ts';

const town = ({ id }: Town): string => id;
const set = `mutation($input: SetControlCentreInput!) { setControlCentre(input: $input) { userErrors { code } } }`;
const number = (t: Town) => ({ municipalityId: town(t), phone: '02631 345-0' });
/** The town, with a control centre. */
const withCentre = keptFor(async (t) => {
  await askData(t.app.port, await secondAdmin(t), set, { input: number(t) });
  return town(t);
});

export const acts: readonly Act[] = [
  edge('Municipality.controlCentre', withCentre, 'admin', '{ phone }'),
  mutation(
    'setControlCentre',
    'admin',
    ['setControlCentre(input: $input)', 'SetControlCentreInput!', 'controlCentre { phone }'],
    number,
  ),
];
