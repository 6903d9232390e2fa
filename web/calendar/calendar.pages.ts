import { CalendarDays, ListChecks } from '@lucide/vue';
import { defineAsyncComponent } from 'vue';
import { groupDates, groupWriting } from '../group/slots.ts';
import { defineDomain, NONE } from '../shared/domain.ts';
import { fillSlot } from '../shared/pageSlot.ts';
import { mergeVariants } from '../shared/variantPolicy.ts';
import EventFeedRow from './feed/EventFeedRow.vue';
import EventTodayCell from './feed/EventTodayCell.vue';

/** Events of the town hall and of groups. */
export const calendar = defineDomain({
  name: 'calendar',
  module: { name: 'CALENDAR', icon: CalendarDays },
  routes: [
    {
      path: 'events',
      name: 'events',
      component: () => import('./agenda/EventsPage.vue'),
      meta: {
        titleKey: 'title.events',
        openTo: 'SEARCH_ENGINES',
        module: 'CALENDAR',
        isList: true,
        navigation: {
          labelKey: 'title.events',
          icon: CalendarDays,
          rank: 45,
          isWideOnly: ({ hasRole }) => hasRole('CLERK', 'EDITOR', 'WARNER', 'ADMIN'),
        },
        command: { keys: 'g t' },
      },
    },
    {
      path: 'events/new',
      name: 'composeEvent',
      component: () => import('./write/ComposeEventPage.vue'),
      meta: {
        titleKey: 'title.composeEvent',
        module: 'CALENDAR',
        roles: ['CLERK', 'EDITOR', 'ADMIN'],
        within: 'events',
        wide: true,
        command: { actKey: 'command.makeEvent', keys: 'n t' },
      },
    },
    {
      path: 'review',
      name: 'reviewQueue',
      component: () => import('./review/ReviewPage.vue'),
      meta: {
        titleKey: 'title.reviewQueue',
        module: NONE,
        roles: ['EDITOR', 'ADMIN'],
        isList: true,
        navigation: {
          labelKey: 'title.reviewQueue',
          icon: ListChecks,
          rank: 62,
          isWideOnly: () => true,
          count: defineAsyncComponent(() => import('./review/ReviewCount.vue')),
        },
        command: {},
      },
    },
    {
      path: 'events/review/:id',
      name: 'reviewEvent',
      component: () => import('./review/ReviewEventPage.vue'),
      meta: { titleKey: 'title.reviewOne', module: 'CALENDAR', wide: true, within: 'reviewQueue' },
    },
    {
      path: 'events/:id/edit',
      name: 'editEvent',
      component: () => import('./write/EditEventPage.vue'),
      meta: { titleKey: 'title.editEvent', module: 'CALENDAR', wide: true, within: 'events' },
    },
    {
      path: 'events/answers',
      name: 'answersByLink',
      component: () => import('./answer/AnswersByLinkPage.vue'),
      meta: { titleKey: 'title.answersByLink', module: 'CALENDAR', within: 'events' },
    },
    {
      path: 'events/answers/confirm',
      name: 'confirmAnswer',
      component: () => import('./answer/ConfirmAnswerPage.vue'),
      meta: { titleKey: 'title.confirmAnswer', module: 'CALENDAR', within: 'events' },
    },
    {
      path: 'events/:id',
      name: 'event',
      component: () => import('./event/EventPage.vue'),
      meta: {
        titleKey: 'title.event',
        openTo: 'SEARCH_ENGINES',
        module: 'CALENDAR',
        within: 'events',
        transitionFrom: ['home', 'events'],
      },
    },
    {
      path: 'events/:id/dates/:date/answers',
      name: 'attendances',
      component: () => import('./list/AttendancesPage.vue'),
      meta: { titleKey: 'title.attendances', module: 'CALENDAR', within: 'events' },
    },
    {
      path: 'me/events',
      name: 'myDates',
      component: () => import('./mine/MyDatesPage.vue'),
      meta: { titleKey: 'title.myDates', module: 'CALENDAR', isList: true, within: 'profile' },
    },
  ],
  feedCards: { Event: { row: EventFeedRow, module: 'CALENDAR' } },
  todayCells: { Occurrence: EventTodayCell },
  inboxItems: { Event: defineAsyncComponent(() => import('./message/EventMessage.vue')) },
  auditedPages: { EVENT: { page: 'event', params: ({ objectId }) => ({ id: objectId }) } },
  fillings: [
    fillSlot(
      groupDates,
      defineAsyncComponent(() => import('./agenda/GroupDates.vue')),
    ),
    fillSlot(
      groupWriting,
      defineAsyncComponent(() => import('./write/GroupWriting.vue')),
    ),
  ],
  cacheKeys: {
    Event: {
      fields: {
        review: { merge: true },
        variants: { merge: mergeVariants },
        occurrences: { keyArgs: ['from'], merge: false },
        groups: { merge: false },
      },
    },
    Viewer: { fields: { eventDates: { keyArgs: false, merge: false }, datesToAnswer: { merge: false } } },
    Slot: { fields: { attendances: { keyArgs: ['answers'], merge: false } } },
    Occurrence: { fields: { slots: { merge: false }, viewerCanOrganise: { merge: true } } },
    Group: { fields: { occurrences: { keyArgs: ['from'], merge: false } } },
    Municipality: {
      fields: {
        occurrences: { keyArgs: ['from', 'to', 'groupIds'], merge: false },
        eventDrafts: { keyArgs: false, merge: false },
        eventsInReview: { keyArgs: ['first'], merge: false },
      },
    },
  },
});
