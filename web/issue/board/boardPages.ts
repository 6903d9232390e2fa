import type { RouteRecordRaw } from 'vue-router';

/** Where the town hall works on reports, below the address of a town. */
export const boardPages: RouteRecordRaw[] = [
  {
    path: 'board',
    name: 'board',
    component: () => import('./BoardPage.vue'),
    meta: { titleKey: 'title.board', module: 'ISSUES', wide: true },
  },
  {
    path: 'board/new',
    name: 'takeIssue',
    component: () => import('../intake/IntakePage.vue'),
    meta: { titleKey: 'title.takeIssue', module: 'ISSUES', wide: true },
  },
  {
    path: 'board/flagged',
    name: 'flagged',
    component: () => import('../settings/FlaggedPage.vue'),
    meta: { titleKey: 'title.flagged', module: 'ISSUES', wide: true },
  },
  {
    path: 'settings/issues',
    name: 'issueSettings',
    component: () => import('../settings/IssueSettingsPage.vue'),
    meta: { titleKey: 'title.issueSettings', module: 'ISSUES' },
  },
  {
    path: 'settings/templates',
    name: 'templates',
    component: () => import('../template/TemplatesPage.vue'),
    meta: { titleKey: 'title.templates', module: 'ISSUES', wide: true },
  },
  {
    path: 'field',
    name: 'field',
    component: () => import('../field/FieldPage.vue'),
    meta: { titleKey: 'title.field', module: 'ISSUES' },
  },
  {
    path: 'board/:reference',
    name: 'boardIssue',
    component: () => import('./BoardIssuePage.vue'),
    meta: { titleKey: 'title.issue', module: 'ISSUES', wide: true },
  },
];
