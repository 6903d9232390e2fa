import { Scale } from '@lucide/vue';
import { defineAsyncComponent } from 'vue';
import { defineDomain, NONE } from '../shared/domain.ts';
import { fillSlot } from '../shared/pageSlot.ts';
import { publicWords } from '../shared/slots.ts';

const message = defineAsyncComponent(() => import('./ModerationMessage.vue'));

/** Notices about public words of citizens, and the decisions of the town hall. */
export const moderation = defineDomain({
  name: 'moderation',
  routes: [
    {
      path: 'notices',
      name: 'notices',
      component: () => import('./NoticesPage.vue'),
      meta: {
        titleKey: 'title.notices',
        module: NONE,
        roles: ['EDITOR', 'ADMIN'],
        navigation: { labelKey: 'nav.notices', icon: Scale, rank: 66, isWideOnly: () => true },
        command: {},
      },
    },
    {
      path: 'decisions/:id',
      name: 'decision',
      component: () => import('./DecisionPage.vue'),
      meta: { titleKey: 'title.decision', module: NONE },
    },
  ],
  fillings: [
    fillSlot(
      publicWords,
      defineAsyncComponent(() => import('./NoticeButton.vue')),
    ),
  ],
  inboxItems: { Notice: message, NoticeDecision: message },
  auditedPages: { NOTICE_DECISION: { page: 'decision', params: ({ objectId }) => ({ id: objectId }) } },
  cacheKeys: { Municipality: { fields: { notices: { keyArgs: ['isDecided'], merge: false } } } },
});
