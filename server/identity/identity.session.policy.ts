import { toGlobalId } from '../kernel/ids.ts';
import { aboutAsker, type Act } from '../testing/policy/act.ts';

const noSuch = toGlobalId('Session', '00000000-0000-4000-8000-000000000000');

export const acts: readonly Act[] = [
  aboutAsker('Viewer.sessions', 'citizen', '{ viewer { it: sessions { sessionId device } } }'),
  aboutAsker(
    'Mutation.endSession',
    'citizen',
    `mutation { it: endSession(input: { id: "${noSuch}" }) { viewer { id } userErrors { code } } }`,
  ),
  aboutAsker(
    'Mutation.endOtherSessions',
    'citizen',
    'mutation { it: endOtherSessions { viewer { id } userErrors { code } } }',
  ),
];
