import type { RouteRecordRaw } from 'vue-router';

/** How long reports take: for everybody, and what the town hall sets itself. */
export const clockPages: RouteRecordRaw[] = [
  {
    path: 'response-times',
    name: 'medians',
    component: () => import('./MediansPage.vue'),
    meta: { titleKey: 'title.medians', module: 'ISSUES' },
  },
  {
    path: 'settings/targets',
    name: 'targets',
    component: () => import('./TargetsPage.vue'),
    meta: { titleKey: 'title.targets', module: 'ISSUES' },
  },
  {
    path: 'settings/hours',
    name: 'hours',
    component: () => import('../../hours/HoursPage.vue'),
    meta: { titleKey: 'title.hours' },
  },
];
