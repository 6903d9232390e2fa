import { BellRing, MessageSquareText, Radar } from '@lucide/vue';
import { defineAsyncComponent } from 'vue';
import { groupChannels } from '../group/slots.ts';
import { smsOfPost } from '../post/slots.ts';
import { defineDomain, NONE } from '../shared/domain.ts';
import { incidentDelivery, openedSubject, staffLinks } from '../shared/slots.ts';
import { fillSlot } from '../shared/pageSlot.ts';
import { recallTokens } from './link/keptLink.ts';
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
    {
      path: 'settings/delivery-check',
      name: 'deliveryCheck',
      component: () => import('./check/DeliveryCheckPage.vue'),
      meta: {
        titleKey: 'title.deliveryCheck',
        module: NONE,
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'hall', icon: BellRing },
      },
    },
    {
      path: 'settings/sms',
      name: 'townSms',
      component: () => import('./sms/TownSmsPage.vue'),
      meta: {
        titleKey: 'title.townSms',
        module: NONE,
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'hall', icon: MessageSquareText },
      },
    },
    {
      path: 'notify',
      name: 'notify',
      component: () => import('./link/NotifyPage.vue'),
      meta: { titleKey: 'title.notify', openTo: 'SEARCH_ENGINES', module: NONE },
    },
    {
      path: 'notify/confirm',
      name: 'confirmNotify',
      component: () => import('./link/ConfirmPage.vue'),
      meta: { titleKey: 'title.notify', module: NONE },
    },
    {
      path: 'notify/address',
      name: 'confirmAddress',
      component: () => import('./link/ConfirmPage.vue'),
      meta: { titleKey: 'title.notify', module: NONE },
    },
    {
      path: 'notifications',
      name: 'messageChoices',
      component: () => import('./link/ChoicesPage.vue'),
      meta: { titleKey: 'title.messageChoices', module: NONE },
    },
    {
      path: 'delivery',
      name: 'deliveries',
      component: () => import('./delivery/DeliveriesPage.vue'),
      meta: {
        titleKey: 'title.deliveries',
        module: NONE,
        roles: ['EDITOR', 'ADMIN'],
        isList: true,
        navigation: { labelKey: 'nav.deliveries', icon: Radar, rank: 65, isWideOnly: () => true },
        command: { keys: 'g z' },
      },
    },
    {
      path: 'settings/sending',
      name: 'sending',
      component: () => import('./delivery/SendingPage.vue'),
      meta: {
        titleKey: 'title.sending',
        module: NONE,
        roles: ['ADMIN'],
        within: 'settings',
        settings: { section: 'hall', icon: Radar },
      },
    },
    {
      path: 'delivery/:id',
      name: 'delivery',
      component: () => import('./delivery/DeliveryPage.vue'),
      meta: { titleKey: 'title.delivery', module: NONE, wide: true, within: 'deliveries' },
    },
  ],
  fillings: [
    fillSlot(openedSubject, OpenedSubject),
    fillSlot(
      staffLinks,
      defineAsyncComponent(() => import('./delivery/DeliveryLink.vue')),
    ),
    fillSlot(
      incidentDelivery,
      defineAsyncComponent(() => import('./delivery/IncidentDelivery.vue')),
    ),
    fillSlot(
      groupChannels,
      defineAsyncComponent(() => import('./GroupMail.vue')),
    ),
    fillSlot(
      smsOfPost,
      defineAsyncComponent(() => import('./sms/PostSms.vue')),
    ),
  ],
  unfollowOnDevice: async (apollo, group) => {
    if (recallTokens(group.ags).length === 0) return;
    const { endFollowing } = await import('./link/endFollowing.ts');
    await endFollowing(apollo, group);
  },
  inboxItems: { Municipality: defineAsyncComponent(() => import('./TownMessage.vue')) },
  cacheKeys: {
    DeliveryReport: { fields: { progress: { merge: false } } },
    Municipality: {
      fields: { sending: { merge: false }, sender: { merge: false }, deliveries: { keyArgs: ['first'], merge: false } },
    },
    Viewer: { fields: { inbox: { keyArgs: false, merge: false } } },
    InboxItem: { fields: { content: { merge: true } } },
  },
});
