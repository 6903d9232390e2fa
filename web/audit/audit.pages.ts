import { ScrollText } from '@lucide/vue';
import { defineDomain, NONE } from '../shared/domain.ts';

/** Audit trail: who did what, and when. */
export const audit = defineDomain({
  name: 'audit',
  routes: [
    {
      path: 'audit',
      name: 'audit',
      component: () => import('./AuditPage.vue'),
      meta: {
        titleKey: 'title.audit',
        module: NONE,
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'outside', icon: ScrollText },
      },
    },
  ],
  cacheKeys: { Municipality: { fields: { audit: { keyArgs: ['topic'], merge: false } } } },
});
