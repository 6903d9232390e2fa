import { Lightbulb } from '@lucide/vue';
import { defineAsyncComponent } from 'vue';
import { defineDomain } from '../shared/domain.ts';

/** Ideas of citizens and their supporters. */
export const idea = defineDomain({
  name: 'idea',
  module: { name: 'IDEAS', icon: Lightbulb },
  routes: [
    {
      path: 'ideas',
      name: 'ideas',
      component: () => import('./IdeasPage.vue'),
      meta: {
        titleKey: 'title.ideas',
        openTo: 'SEARCH_ENGINES',
        module: 'IDEAS',
        homeLink: { labelKey: 'home.ideas', rank: 30 },
      },
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
      meta: { titleKey: 'title.idea', openTo: 'SEARCH_ENGINES', module: 'IDEAS' },
    },
  ],
  cacheKeys: { Municipality: { fields: { ideas: { keyArgs: ['states'], merge: false } } } },
  inboxItems: { Idea: defineAsyncComponent(() => import('./IdeaMessage.vue')) },
  auditedPages: { IDEA: { page: 'idea', params: ({ objectId }) => ({ id: objectId }) } },
});
