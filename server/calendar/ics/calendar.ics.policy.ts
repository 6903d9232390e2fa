import { aboutAsker, type Act } from '../../testing/policy/act.ts';

export const acts: readonly Act[] = [
  aboutAsker(
    'Mutation.makeCalendarAddress',
    'citizen',
    'mutation { it: makeCalendarAddress { viewer { id } userErrors { code } } }',
  ),
  aboutAsker(
    'Mutation.revokeCalendarAddress',
    'citizen',
    'mutation { it: revokeCalendarAddress { viewer { id } userErrors { code } } }',
  ),
];
