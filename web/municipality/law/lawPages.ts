import type { RouteRecordRaw } from 'vue-router';

/** Pages that the law wants, below a town's address, and where they are written. */
export const lawPages: RouteRecordRaw[] = [
  {
    path: 'settings/law',
    name: 'law',
    component: () => import('./LegalSettingsPage.vue'),
    meta: { titleKey: 'title.law' },
  },
  {
    path: 'legal',
    name: 'legal',
    component: () => import('./LegalListPage.vue'),
    meta: { titleKey: 'title.legal' },
  },
  {
    path: 'imprint',
    name: 'imprint',
    component: () => import('./LegalTextPage.vue'),
    props: { page: 'imprint' },
    meta: { titleKey: 'title.imprint' },
  },
  {
    path: 'privacy',
    name: 'privacy',
    component: () => import('./LegalTextPage.vue'),
    props: { page: 'privacy' },
    meta: { titleKey: 'title.privacy' },
  },
  {
    path: 'accessibility',
    name: 'accessibility',
    component: () => import('./AccessibilityPage.vue'),
    meta: { titleKey: 'title.accessibility' },
  },
  {
    path: 'barrier',
    name: 'barrier',
    component: () => import('./BarrierPage.vue'),
    meta: { titleKey: 'title.barrier' },
  },
];
