import type { RouteRecordRaw } from 'vue-router';
import { ideaPages } from './idea/ideaPages.ts';
import { clockPages } from './issue/clock/clockPages.ts';
import { boardPages } from './issue/board/boardPages.ts';
import { confirmPages } from './issue/report/confirmPages.ts';
import { followPages } from './issue/follow/followPages.ts';
import HomePage from './municipality/HomePage.vue';
import { lawPages } from './municipality/law/lawPages.ts';
import { settingsPages } from './municipality/settingsPages.ts';
import { residencePages } from './residence/residencePages.ts';

/** `titleKey`: the page's name in the browser's tab, before the town's. */
export const townPages: RouteRecordRaw[] = [
  { path: '', name: 'home', component: HomePage, meta: { titleKey: 'title.home' } },
  {
    path: 'polls',
    name: 'polls',
    component: () => import('./poll/PollsPage.vue'),
    meta: { titleKey: 'title.polls', module: 'POLLS' },
  },
  {
    path: 'polls/new',
    name: 'composePoll',
    component: () => import('./poll/ComposePollPage.vue'),
    meta: { titleKey: 'title.composePoll', module: 'POLLS', wide: true },
  },
  {
    path: 'polls/:id/edit',
    name: 'editPoll',
    component: () => import('./poll/ComposePollPage.vue'),
    meta: { titleKey: 'title.editPoll', module: 'POLLS', wide: true },
  },
  {
    path: 'polls/:id',
    name: 'poll',
    component: () => import('./poll/PollPage.vue'),
    meta: { titleKey: 'title.poll', module: 'POLLS' },
  },
  {
    path: 'polls/:id/wall',
    name: 'wall',
    component: () => import('./poll/wall/WallPage.vue'),
    meta: { titleKey: 'title.wall', module: 'POLLS', bare: true },
  },
  {
    path: 'polls/:id/booth',
    name: 'booth',
    component: () => import('./ballot/BoothPage.vue'),
    meta: { titleKey: 'title.booth', module: 'POLLS' },
  },
  {
    path: 'polls/:id/ballots',
    name: 'recount',
    component: () => import('./ballot/RecountPage.vue'),
    meta: { titleKey: 'title.recount', module: 'POLLS' },
  },
  ...ideaPages,
  {
    path: 'posts',
    name: 'posts',
    component: () => import('./post/PostsPage.vue'),
    meta: { titleKey: 'title.posts', module: 'POSTS' },
  },
  {
    path: 'posts/new',
    name: 'composePost',
    component: () => import('./post/ComposePostPage.vue'),
    meta: { titleKey: 'title.composePost', module: 'POSTS', wide: true },
  },
  {
    path: 'posts/:id/edit',
    name: 'editPost',
    component: () => import('./post/EditPostPage.vue'),
    meta: { titleKey: 'title.editPost', module: 'POSTS', wide: true },
  },
  {
    path: 'posts/:id',
    name: 'post',
    component: () => import('./post/PostPage.vue'),
    meta: { titleKey: 'title.post', module: 'POSTS' },
  },
  {
    path: 'groups',
    name: 'groups',
    component: () => import('./group/GroupsPage.vue'),
    meta: { titleKey: 'title.groups' },
  },
  {
    path: 'groups/new',
    name: 'newGroup',
    component: () => import('./group/NewGroupPage.vue'),
    meta: { titleKey: 'title.newGroup' },
  },
  {
    path: 'groups/:id',
    name: 'group',
    component: () => import('./group/GroupPage.vue'),
    meta: { titleKey: 'title.group' },
  },
  {
    path: 'groups/:id/manage',
    name: 'manageGroup',
    component: () => import('./group/ManageGroupPage.vue'),
    meta: { titleKey: 'title.manageGroup', wide: true },
  },
  {
    path: 'report',
    name: 'report',
    component: () => import('./issue/report/ReportPage.vue'),
    meta: { titleKey: 'title.report', module: 'ISSUES' },
  },
  {
    path: 'map',
    name: 'map',
    component: () => import('./issue/map/MapPage.vue'),
    meta: { titleKey: 'title.map', module: 'ISSUES', wide: true },
  },
  {
    path: 'issues/:reference',
    name: 'issue',
    component: () => import('./issue/IssuePage.vue'),
    meta: { titleKey: 'title.issue', module: 'ISSUES' },
  },
  ...confirmPages,
  ...followPages,
  {
    path: 'me',
    name: 'profile',
    component: () => import('./identity/ProfilePage.vue'),
    meta: { titleKey: 'title.profile' },
  },
  {
    path: 'me/notifications',
    name: 'notifications',
    component: () => import('./notification/NotificationsPage.vue'),
    meta: { titleKey: 'title.notifications' },
  },
  {
    path: 'me/proof',
    name: 'proof',
    component: () => import('./identity/ProofPage.vue'),
    meta: { titleKey: 'title.proof' },
  },
  {
    path: 'me/arrived',
    name: 'arrived',
    component: () => import('./identity/ArrivedPage.vue'),
    meta: { titleKey: 'title.signIn' },
  },
  {
    path: 'keys',
    name: 'keys',
    component: () => import('./partner/KeysPage.vue'),
    meta: { titleKey: 'title.keys', wide: true },
  },
  ...residencePages,
  ...lawPages,
  ...settingsPages,
  {
    path: 'settings/map',
    name: 'mapSettings',
    component: () => import('./map/MapSettingsPage.vue'),
    meta: { titleKey: 'title.mapSettings' },
  },
  {
    path: 'staff',
    name: 'staff',
    component: () => import('./identity/StaffPage.vue'),
    meta: { titleKey: 'title.staff' },
  },
  {
    path: 'audit',
    name: 'audit',
    component: () => import('./audit/AuditPage.vue'),
    meta: { titleKey: 'title.audit' },
  },
  {
    path: 'inbox',
    name: 'inbox',
    component: () => import('./notification/InboxPage.vue'),
    meta: { titleKey: 'title.inbox' },
  },
  {
    path: 'sign-in',
    name: 'signIn',
    component: () => import('./identity/SignInPage.vue'),
    meta: { titleKey: 'title.signIn' },
  },
  ...boardPages,
  ...clockPages,
];
