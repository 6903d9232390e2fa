import type { RouteRecordRaw } from 'vue-router';

/** A person's own proof, and the town hall's work on all of them. */
export const residencePages: RouteRecordRaw[] = [
  {
    path: 'residence',
    name: 'residence',
    component: () => import('./ResidencePage.vue'),
    meta: { titleKey: 'title.residence' },
    beforeEnter: async (to) => to.hash === '' || (await import('./keptCode.ts')).takeOver(to),
  },
  {
    path: 'settings/residence',
    name: 'residenceOffice',
    component: () => import('./OfficePage.vue'),
    meta: { titleKey: 'title.residenceOffice' },
  },
];
