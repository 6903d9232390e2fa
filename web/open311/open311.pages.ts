import { Share2 } from '@lucide/vue';
import { defineAsyncComponent } from 'vue';
import { forwardWays, issueHandover } from '../issue/slots.ts';
import { defineDomain } from '../shared/domain.ts';
import { fillSlot } from '../shared/pageSlot.ts';

/** Servers of other authorities to which reports are passed on. */
export const open311 = defineDomain({
  name: 'open311',
  routes: [
    {
      path: 'settings/servers',
      name: 'servers',
      component: () => import('./ServersPage.vue'),
      meta: {
        titleKey: 'title.servers',
        module: 'ISSUES',
        roles: ['ADMIN'],
        wide: true,
        within: 'settings',
        settings: { section: 'issues', icon: Share2 },
      },
    },
  ],
  fillings: [
    fillSlot(
      issueHandover,
      defineAsyncComponent(() => import('./HandoverBox.vue')),
    ),
    fillSlot(
      forwardWays,
      defineAsyncComponent(() => import('./ForwardWays.vue')),
    ),
  ],
});
