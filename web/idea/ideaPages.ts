import type { RouteRecordRaw } from 'vue-router';

/** Below the address of a town. */
export const ideaPages: RouteRecordRaw[] = [
  {
    path: 'ideas',
    name: 'ideas',
    component: () => import('./IdeasPage.vue'),
    meta: { titleKey: 'title.ideas', module: 'IDEAS' },
  },
  {
    path: 'ideas/new',
    name: 'newIdea',
    component: () => import('./NewIdeaPage.vue'),
    meta: { titleKey: 'title.newIdea', module: 'IDEAS' },
  },
  {
    path: 'ideas/:id',
    name: 'idea',
    component: () => import('./IdeaPage.vue'),
    meta: { titleKey: 'title.idea', module: 'IDEAS' },
  },
];
