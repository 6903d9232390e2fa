import { defineAsyncComponent } from 'vue';
import { groupFeed } from '../group/slots.ts';
import { defineDomain } from '../shared/domain.ts';
import { fillSlot } from '../shared/pageSlot.ts';

/** Feeds of a town and of groups, newest first. */
export const feed = defineDomain({
  name: 'feed',
  fillings: [
    fillSlot(
      groupFeed,
      defineAsyncComponent(() => import('./GroupFeed.vue')),
    ),
  ],
  cacheKeys: {
    Municipality: { fields: { feed: { keyArgs: false, merge: false } } },
    Group: { fields: { feed: { keyArgs: false, merge: false } } },
  },
});
