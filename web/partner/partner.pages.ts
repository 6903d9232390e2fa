import { KeyRound } from '@lucide/vue';
import { defineDomain, NONE } from '../shared/domain.ts';

/** Programs of partners that read and write with a key. */
export const partner = defineDomain({
  name: 'partner',
  routes: [
    {
      path: 'keys',
      name: 'keys',
      component: () => import('./KeysPage.vue'),
      meta: {
        titleKey: 'title.keys',
        module: NONE,
        roles: ['ADMIN'],
        wide: true,
        within: 'settings',
        settings: { section: 'outside', icon: KeyRound },
      },
    },
  ],
  auditedPages: { KEY: { page: 'keys' } },
});
