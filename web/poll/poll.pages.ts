import { ClipboardCheck } from '@lucide/vue';
import { defineAsyncComponent } from 'vue';
import { partOfPost, pollOfPost, pollRowOfPost } from '../post/slots.ts';
import { defineDomain } from '../shared/domain.ts';
import { fillSlot } from '../shared/pageSlot.ts';
import { mergeVariants } from '../shared/variantPolicy.ts';
import PollFeedRow from './PollFeedRow.vue';
import PollRow from './PollRow.vue';
import PollTodayCell from './PollTodayCell.vue';

const PollInPost = defineAsyncComponent(() => import('./PollInPost.vue'));
const composePage = () => import('./ComposePollPage.vue');

/** Polls: creation, voting and results. */
export const poll = defineDomain({
  name: 'poll',
  module: { name: 'POLLS', icon: ClipboardCheck },
  routes: [
    {
      path: 'polls',
      name: 'polls',
      component: () => import('./PollsPage.vue'),
      meta: {
        titleKey: 'title.polls',
        openTo: 'SEARCH_ENGINES',
        module: 'POLLS',
        isList: true,
        homeLink: { labelKey: 'home.polls', rank: 20 },
        command: { keys: 'g u' },
      },
    },
    {
      path: 'polls/new',
      name: 'composePoll',
      component: composePage,
      meta: {
        titleKey: 'title.composePoll',
        module: 'POLLS',
        roles: ['EDITOR', 'ADMIN'],
        wide: true,
        navigation: {
          labelKey: 'nav.composePoll',
          icon: ClipboardCheck,
          rank: 70,
          isWideOnly: ({ uses }) => uses('POSTS'),
        },
        command: { actKey: 'command.makePoll', keys: 'n u' },
      },
    },
    {
      path: 'polls/:id/edit',
      name: 'editPoll',
      component: composePage,
      meta: { titleKey: 'title.editPoll', module: 'POLLS', wide: true },
    },
    {
      path: 'polls/:id',
      name: 'poll',
      component: () => import('./PollPage.vue'),
      meta: { titleKey: 'title.poll', openTo: 'SEARCH_ENGINES', module: 'POLLS', transitionFrom: ['home', 'polls'] },
    },
    {
      path: 'polls/:id/wall',
      name: 'wall',
      component: () => import('./wall/WallPage.vue'),
      meta: { titleKey: 'title.wall', module: 'POLLS', bare: true },
    },
  ],
  feedCards: { Poll: { row: PollFeedRow, module: 'POLLS' } },
  todayCells: { Poll: PollTodayCell },
  inboxItems: { Poll: defineAsyncComponent(() => import('./PollMessage.vue')) },
  fillings: [
    fillSlot(
      pollOfPost,
      defineAsyncComponent(() => import('./PollInCard.vue')),
    ),
    fillSlot(pollRowOfPost, PollRow),
    fillSlot(partOfPost, PollInPost),
  ],
  cacheKeys: {
    Query: {
      fields: {
        // A poll that a list or feed has read is taken from the cache.
        poll: (_, { args, toReference }) => toReference({ __typename: 'Poll', id: String(args?.id) }),
      },
    },
    Poll: { fields: { results: { merge: false }, variants: { merge: mergeVariants }, outcome: { merge: true } } },
    Question: { fields: { answers: { keyArgs: false, merge: false } } },
    Municipality: { fields: { polls: { keyArgs: ['state'], merge: false }, pollsToVote: { merge: false } } },
  },
  auditedPages: { POLL: { page: 'poll', params: ({ objectId }) => ({ id: objectId }) } },
});
