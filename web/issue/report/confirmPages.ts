import type { RouteRecordRaw } from 'vue-router';

/** Where the link in the first mail leads: of a report that somebody wrote, and of one that the town hall wrote down. */
export const confirmPages: RouteRecordRaw[] = [
  {
    path: 'confirm/:token',
    name: 'confirmIssue',
    component: () => import('./ConfirmIssuePage.vue'),
    meta: { titleKey: 'title.confirmIssue', module: 'ISSUES' },
  },
  {
    path: 'confirm/:token/:channel(phone|counter|letter)',
    name: 'confirmTaken',
    component: () => import('./ConfirmIssuePage.vue'),
    meta: { titleKey: 'title.confirmTaken', module: 'ISSUES' },
  },
];
