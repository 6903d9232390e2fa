import type { RouteRecordRaw } from 'vue-router';

/** Where the links of mails to followers lead, below the address of a town. */
export const followPages: RouteRecordRaw[] = [
  {
    path: 'follow/:token',
    name: 'confirmFollow',
    component: () => import('./FollowLinkPage.vue'),
    meta: { titleKey: 'title.follow', module: 'ISSUES' },
  },
  {
    path: 'unfollow/:token',
    name: 'unfollow',
    component: () => import('./FollowLinkPage.vue'),
    meta: { titleKey: 'title.unfollow', module: 'ISSUES' },
  },
];
