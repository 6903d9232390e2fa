import { Signpost } from '@lucide/vue';
import { defineDomain, NONE } from '../shared/domain.ts';

/** Streets of the town, which people follow. */
export const street = defineDomain({
  name: 'street',
  routes: [
    {
      path: 'settings/streets',
      name: 'streets',
      component: () => import('./StreetsPage.vue'),
      meta: {
        titleKey: 'title.streets',
        module: NONE,
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'hall', icon: Signpost },
        command: {},
      },
    },
  ],
  cacheKeys: {
    Municipality: {
      fields: { streets: { keyArgs: ['search', 'first'], merge: false }, viewerStreets: { merge: false } },
    },
  },
});
