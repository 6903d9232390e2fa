import type { Act } from '../testing/policy/act.ts';

const health = '{ it: installationHealth { version } }';

export const acts: readonly Act[] = [
  {
    field: 'Query.installationHealth',
    variant: 'operators only',
    witness: 'nobody',
    isAboutAsker: true,
    prepare: () => ({ query: health }),
  },
  {
    field: 'Subscription.installationHealth',
    variant: 'operators only',
    witness: 'nobody',
    isAboutAsker: true,
    prepare: () => ({ query: `subscription ${health}` }),
  },
];
