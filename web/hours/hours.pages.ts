import { Clock } from '@lucide/vue';
import { defineDomain, NONE } from '../shared/domain.ts';

/** Opening hours of the town hall. */
export const hours = defineDomain({
  name: 'hours',
  routes: [
    {
      path: 'settings/hours',
      name: 'hours',
      component: () => import('./HoursPage.vue'),
      meta: {
        titleKey: 'title.hours',
        module: NONE,
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'hall', icon: Clock },
      },
    },
  ],
});
