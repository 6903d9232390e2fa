import {
  ClipboardList,
  FileText,
  Hourglass,
  KanbanSquare,
  Map,
  MessageSquareWarning,
  Tags,
  Waypoints,
} from '@lucide/vue';
import { defineAsyncComponent } from 'vue';
import { defineDomain, NONE, type PageRoute } from '../shared/domain.ts';
import { boardKeys, issueKeys, photoKeys } from './board/boardKeys.ts';
import IssueBundle from './IssueBundle.vue';
import IssueFeedRow from './IssueFeedRow.vue';

const confirmPage = () => import('./report/ConfirmIssuePage.vue');
const boardView = () => import('./board/BoardView.vue');
const followLinkPage = () => import('./follow/FollowLinkPage.vue');

/** Pages for reporters, followers and visitors. */
const publicPages: readonly PageRoute[] = [
  {
    path: 'report',
    name: 'report',
    component: () => import('./report/ReportPage.vue'),
    meta: {
      titleKey: 'title.report',
      openTo: 'SEARCH_ENGINES',
      module: 'ISSUES',
      navigation: { labelKey: 'nav.report', icon: MessageSquareWarning, rank: 40, isRaised: true },
    },
  },
  {
    path: 'find-report',
    name: 'findIssue',
    component: () => import('./report/device/FindIssuePage.vue'),
    meta: { titleKey: 'title.findIssue', module: 'ISSUES' },
  },
  {
    path: 'confirm/:token',
    name: 'confirmIssue',
    component: confirmPage,
    meta: { titleKey: 'title.confirmIssue', module: 'ISSUES' },
  },
  {
    path: 'confirm/:token/:channel(phone|counter|letter)',
    name: 'confirmTaken',
    component: confirmPage,
    meta: { titleKey: 'title.confirmTaken', module: 'ISSUES' },
  },
  {
    // Without the module ISSUES the page names other ways to report a barrier.
    path: 'barrier',
    name: 'barrier',
    component: () => import('./report/BarrierPage.vue'),
    meta: { titleKey: 'title.barrier', openTo: 'SEARCH_ENGINES', module: NONE },
  },
  {
    path: 'map',
    name: 'map',
    component: () => import('./visibility/map/MapPage.vue'),
    meta: {
      titleKey: 'title.map',
      openTo: 'SEARCH_ENGINES',
      module: 'ISSUES',
      isList: true,
      wide: true,
      navigation: {
        labelKey: 'nav.map',
        icon: Map,
        rank: 30,
        isWideOnly: ({ hasRole }) => hasRole('CLERK', 'ADMIN') || (hasRole('EDITOR') && hasRole('WARNER')),
      },
      command: { keys: 'g k' },
    },
  },
  {
    path: 'issues/:reference',
    name: 'issue',
    component: () => import('./visibility/IssuePage.vue'),
    meta: { titleKey: 'title.issue', openTo: 'PREVIEWS', module: 'ISSUES', transitionFrom: ['home', 'profile', 'map'] },
  },
  {
    path: 'follow/:token',
    name: 'confirmFollow',
    component: followLinkPage,
    meta: { titleKey: 'title.follow', module: 'ISSUES' },
  },
  {
    path: 'unfollow/:token',
    name: 'unfollow',
    component: followLinkPage,
    meta: { titleKey: 'title.unfollow', module: 'ISSUES' },
  },
  {
    path: 'response-times',
    name: 'medians',
    component: () => import('./clock/MediansPage.vue'),
    meta: { titleKey: 'title.medians', openTo: 'SEARCH_ENGINES', module: 'ISSUES' },
  },
];

/** Pages where staff work on reports. */
const staffPages: readonly PageRoute[] = [
  {
    path: 'board/new',
    name: 'takeIssue',
    component: () => import('./report/intake/IntakePage.vue'),
    meta: {
      titleKey: 'title.takeIssue',
      module: 'ISSUES',
      roles: ['CLERK', 'ADMIN'],
      wide: true,
      within: 'board',
      command: { actKey: 'command.takeIssue', keys: 'n m' },
    },
  },
  {
    path: 'board',
    name: 'board',
    component: boardView,
    meta: {
      titleKey: 'title.board',
      module: 'ISSUES',
      isList: true,
      roles: ['CLERK', 'ADMIN'],
      wide: true,
      navigation: { labelKey: 'nav.board', icon: KanbanSquare, rank: 50 },
      command: { keys: 'g b' },
      pageKeys: boardKeys,
    },
  },
  {
    path: 'board/search',
    name: 'searchIssues',
    component: () => import('./search/SearchPage.vue'),
    meta: {
      titleKey: 'title.searchIssues',
      module: 'ISSUES',
      isList: true,
      roles: ['CLERK', 'ADMIN'],
      wide: true,
      within: 'board',
      command: { keys: 'g s' },
    },
  },
  {
    path: 'board/flagged',
    name: 'flagged',
    component: () => import('./settings/FlaggedPage.vue'),
    meta: { titleKey: 'title.flagged', module: 'ISSUES', wide: true, within: 'board' },
  },
  {
    path: 'board/photos',
    name: 'photoQueue',
    component: () => import('./photo/queue/PhotoQueuePage.vue'),
    meta: {
      titleKey: 'title.photoQueue',
      module: 'ISSUES',
      roles: ['CLERK', 'ADMIN'],
      wide: true,
      within: 'board',
      command: {},
      pageKeys: photoKeys,
    },
  },
  {
    path: 'board/:reference',
    name: 'boardIssue',
    component: boardView,
    meta: {
      titleKey: 'title.issue',
      module: 'ISSUES',
      wide: true,
      within: 'board',
      besides: 'board',
      transitionFrom: ['board'],
      pageKeys: issueKeys,
    },
  },
  {
    path: 'field',
    name: 'field',
    component: () => import('./board/field/FieldPage.vue'),
    meta: { titleKey: 'title.field', module: 'ISSUES', roles: ['CLERK', 'ADMIN'], within: 'board', command: {} },
  },
];

/** Settings pages for admins. */
const settingsPages: readonly PageRoute[] = [
  {
    path: 'settings/routing',
    name: 'routing',
    component: () => import('./routing/RoutingPage.vue'),
    meta: {
      titleKey: 'title.routing',
      module: 'ISSUES',
      roles: ['ADMIN'],
      wide: true,
      within: 'settings',
      settings: { section: 'issues', icon: Waypoints },
    },
  },
  {
    path: 'settings/areas',
    name: 'areas',
    component: () => import('./routing/AreasPage.vue'),
    meta: { titleKey: 'title.areas', module: 'ISSUES', wide: true, within: 'settings' },
  },
  {
    path: 'settings/issues',
    name: 'issueSettings',
    component: () => import('./settings/IssueSettingsPage.vue'),
    meta: {
      titleKey: 'title.issueSettings',
      module: 'ISSUES',
      roles: ['ADMIN'],
      within: 'settings',
      settings: { section: 'issues', icon: Tags },
    },
  },
  {
    path: 'settings/forms',
    name: 'categoryForm',
    component: () => import('./category/CategoryFormPage.vue'),
    meta: {
      titleKey: 'title.categoryForm',
      module: 'ISSUES',
      roles: ['ADMIN'],
      within: 'settings',
      settings: { section: 'issues', icon: ClipboardList },
    },
  },
  {
    path: 'settings/targets',
    name: 'targets',
    component: () => import('./clock/TargetsPage.vue'),
    meta: {
      titleKey: 'title.targets',
      module: 'ISSUES',
      roles: ['ADMIN'],
      within: 'settings',
      settings: { section: 'issues', icon: Hourglass },
    },
  },
  {
    path: 'settings/templates',
    name: 'templates',
    component: () => import('./comment/template/TemplatesPage.vue'),
    meta: {
      titleKey: 'title.templates',
      module: 'ISSUES',
      roles: ['CLERK', 'ADMIN'],
      wide: true,
      within: 'settings',
      settings: { section: 'issues', icon: FileText },
    },
  },
];

/** Reports of citizens and the answers of the town hall. */
export const issue = defineDomain({
  name: 'issue',
  module: { name: 'ISSUES', icon: MessageSquareWarning },
  routes: [...publicPages, ...staffPages, ...settingsPages],
  feedCards: { Issue: { row: IssueFeedRow, bundle: IssueBundle, module: 'ISSUES' } },
  inboxItems: { Issue: defineAsyncComponent(() => import('./IssueMessage.vue')) },
  cacheKeys: {
    Municipality: {
      fields: {
        issues: { keyArgs: false, merge: false },
        issueCounts: { merge: false },
        waitingPhotos: { keyArgs: false, merge: false },
        savedFilters: { merge: false },
        publicIssues: { keyArgs: ['categoryId', 'stages'], merge: false },
      },
    },
    IssueBoard: { fields: { issues: { keyArgs: ['stages', 'filter', 'order'], merge: false } } },
    Issue: { fields: { place: { merge: true } } },
    Photo: { fields: { small: { merge: true } } },
    IssueCategory: { fields: { variants: { merge: false }, emergency: { merge: false } } },
    IssueQuestion: { fields: { variants: { merge: false } } },
    Viewer: {
      fields: {
        issues: { keyArgs: false, merge: false },
        followedIssues: { keyArgs: false, merge: false },
      },
    },
  },
  auditedPages: { ISSUE: { page: 'boardIssue', params: ({ name }) => ({ reference: name ?? '' }) } },
});
