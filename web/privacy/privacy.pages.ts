import { CalendarClock, UserRound } from '@lucide/vue';
import { defineDomain, NONE } from '../shared/domain.ts';

/** Pages on which a person decides about the own data. */
export const privacy = defineDomain({
  name: 'privacy',
  routes: [
    {
      path: 'me/data',
      name: 'myData',
      component: () => import('./MyDataPage.vue'),
      meta: { titleKey: 'title.myData', module: NONE, within: 'profile', command: {} },
    },
    {
      path: 'settings/retention',
      name: 'retention',
      component: () => import('./RetentionPage.vue'),
      meta: {
        titleKey: 'title.retention',
        module: NONE,
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'outside', icon: CalendarClock },
      },
    },
    {
      path: 'keep-account',
      name: 'keepAccount',
      component: () => import('./KeepAccountPage.vue'),
      meta: { titleKey: 'title.keepAccount', module: NONE },
    },
    {
      path: 'address-data',
      name: 'addressData',
      component: () => import('./AddressDataPage.vue'),
      meta: { titleKey: 'title.addressData', module: NONE },
    },
    {
      path: 'settings/counter',
      name: 'counterData',
      component: () => import('./CounterDataPage.vue'),
      meta: {
        titleKey: 'title.counterData',
        module: NONE,
        roles: ['REGISTRAR', 'ADMIN'],
        within: 'settings',
        settings: { section: 'hall', icon: UserRound },
      },
    },
  ],
});
