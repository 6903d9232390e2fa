import { Trash2 } from '@lucide/vue';
import { defineAsyncComponent } from 'vue';
import { defineDomain } from '../shared/domain.ts';
import WasteTodayCell from './WasteTodayCell.vue';

/** Waste calendar: next bins of a street, and its import. */
export const waste = defineDomain({
  name: 'waste',
  module: { name: 'WASTE', icon: Trash2 },
  routes: [
    {
      path: 'waste',
      name: 'waste',
      component: () => import('./WastePage.vue'),
      meta: {
        titleKey: 'title.waste',
        openTo: 'SEARCH_ENGINES',
        module: 'WASTE',
        command: { keys: 'g w' },
      },
    },
    {
      path: 'settings/waste',
      name: 'wasteOffice',
      component: () => import('./office/WasteOfficePage.vue'),
      meta: {
        titleKey: 'title.wasteOffice',
        module: 'WASTE',
        roles: ['EDITOR', 'ADMIN'],
        within: 'settings',
        settings: { section: 'hall', icon: Trash2 },
        command: {},
      },
    },
  ],
  todayCells: { WasteDay: WasteTodayCell },
  inboxItems: { WasteDay: defineAsyncComponent(() => import('./WasteMessage.vue')) },
  cacheKeys: {
    Municipality: {
      fields: { wasteDates: { keyArgs: ['from'], merge: false }, wasteImports: { merge: false } },
    },
  },
});
