import { type Act, edge, mutation } from '../../testing/policy/act.ts';
import type { Town } from '../../testing/policy/town.ts';

const town = ({ id }: Town): string => id;

export const acts: readonly Act[] = [
  edge('Municipality.controlCentre', town, 'admin', '{ phone }'),
  mutation(
    'setControlCentre',
    'admin',
    ['setControlCentre(input: $input)', 'SetControlCentreInput!', 'controlCentre { phone }'],
    (t) => ({ municipalityId: town(t), phone: '02631 345-0' }),
  ),
];
