import { UsersRound } from '@lucide/vue';
import { defineAsyncComponent } from 'vue';
import { defineDomain, NONE } from '../shared/domain.ts';

/** Groups that people follow. */
export const group = defineDomain({
  name: 'group',
  routes: [
    {
      path: 'groups',
      name: 'groups',
      component: () => import('./GroupsPage.vue'),
      meta: {
        titleKey: 'title.groups',
        openTo: 'SEARCH_ENGINES',
        module: NONE,
        homeLink: { labelKey: 'nav.groups', rank: 10 },
        navigation: { labelKey: 'nav.groups', icon: UsersRound, rank: 20, isWideOnly: () => true },
        command: { keys: 'g g' },
      },
    },
    {
      path: 'groups/new',
      name: 'newGroup',
      component: () => import('./NewGroupPage.vue'),
      meta: {
        titleKey: 'title.newGroup',
        module: NONE,
        roles: ['ADMIN'],
        within: 'groups',
        command: { actKey: 'command.makeGroup', keys: 'n g' },
      },
    },
    {
      path: 'groups/:id',
      name: 'group',
      component: () => import('./GroupPage.vue'),
      meta: {
        titleKey: 'title.group',
        openTo: 'SEARCH_ENGINES',
        module: NONE,
        within: 'groups',
        isList: true,
        hasColumn: true,
        transitionFrom: ['home', 'groups'],
      },
    },
    {
      path: 'groups/:id/manage',
      name: 'manageGroup',
      component: () => import('./ManageGroupPage.vue'),
      meta: { titleKey: 'title.manageGroup', module: NONE, within: 'groups', wide: true },
    },
  ],
  cacheKeys: {
    Municipality: { fields: { groups: { keyArgs: false, merge: false }, viewerGroups: { merge: false } } },
    Group: {
      fields: {
        members: { keyArgs: false, merge: false },
        requests: { merge: false },
        accesses: { merge: false },
      },
    },
  },
  inboxItems: { Group: defineAsyncComponent(() => import('./GroupMessage.vue')) },
  auditedPages: { GROUP: { page: 'group', params: ({ objectId }) => ({ id: objectId }) } },
});
