import { defineAsyncComponent } from 'vue';
import { groupChannels } from '../group/slots.ts';
import { defineDomain, NONE } from '../shared/domain.ts';
import { openedSubject } from '../shared/slots.ts';
import { fillSlot } from '../shared/pageSlot.ts';
import OpenedSubject from './OpenedSubject.vue';

/** The inbox, and the channels by which messages reach a person. */
export const notification = defineDomain({
  name: 'notification',
  routes: [
    {
      path: '/unsubscribe/:token',
      name: 'unsubscribe',
      component: () => import('./UnsubscribePage.vue'),
      meta: { titleKey: 'title.unsubscribe', module: NONE },
    },
    {
      path: 'inbox',
      name: 'inbox',
      component: () => import('./InboxPage.vue'),
      meta: { titleKey: 'title.inbox', module: NONE, isList: true, command: { keys: 'g i' } },
    },
    {
      path: 'me/notifications',
      name: 'notifications',
      component: () => import('./NotificationsPage.vue'),
      meta: { titleKey: 'title.notifications', module: NONE, command: {} },
    },
  ],
  fillings: [
    fillSlot(openedSubject, OpenedSubject),
    fillSlot(
      groupChannels,
      defineAsyncComponent(() => import('./GroupMail.vue')),
    ),
  ],
  cacheKeys: {
    Viewer: { fields: { inbox: { keyArgs: false, merge: false } } },
    InboxItem: { fields: { content: { merge: true } } },
  },
});
