import { CodeXml } from '@lucide/vue';
import { defineAsyncComponent } from 'vue';
import { publicIssueData } from '../issue/slots.ts';
import { defineDomain, NONE } from '../shared/domain.ts';
import { fillSlot } from '../shared/pageSlot.ts';

/** The town's reports and events on other websites and for programs. */
export const opendata = defineDomain({
  name: 'opendata',
  routes: [
    {
      path: 'settings/embed',
      name: 'embed',
      component: () => import('./EmbedPage.vue'),
      meta: {
        titleKey: 'title.embed',
        module: NONE,
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'look', icon: CodeXml },
      },
    },
  ],
  fillings: [
    fillSlot(
      publicIssueData,
      defineAsyncComponent(() => import('./OpenDataLinks.vue')),
    ),
  ],
});
