import { Clock } from '@lucide/vue';
import { defineDomain, NONE } from '../shared/domain.ts';

/** When the town hall works. */
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
