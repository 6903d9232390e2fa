import { Megaphone, Send } from '@lucide/vue';
import { defineAsyncComponent } from 'vue';
import { groupPins } from '../group/slots.ts';
import { defineDomain } from '../shared/domain.ts';
import { fillSlot } from '../shared/pageSlot.ts';
import { mergeVariants } from '../shared/variantPolicy.ts';
import PostFeedLead from './PostFeedLead.vue';
import PostFeedRow from './PostFeedRow.vue';

/** Posts of the town hall and of groups. */
export const post = defineDomain({
  name: 'post',
  module: { name: 'POSTS', icon: Megaphone },
  routes: [
    {
      path: 'posts',
      name: 'posts',
      component: () => import('./PostsPage.vue'),
      meta: {
        titleKey: 'title.posts',
        module: 'POSTS',
        roles: ['CLERK', 'EDITOR', 'ADMIN'],
        isList: true,
        navigation: {
          labelKey: 'nav.posts',
          icon: Send,
          rank: 60,
          isWideOnly: ({ hasRole }) => hasRole('WARNER') && hasRole('CLERK', 'ADMIN'),
        },
        command: { keys: 'g p' },
      },
    },
    {
      path: 'posts/review/:id',
      name: 'reviewPost',
      component: () => import('./ReviewPostPage.vue'),
      meta: { titleKey: 'title.reviewOne', module: 'POSTS', wide: true, within: 'reviewQueue' },
    },
    {
      path: 'posts/new',
      name: 'composePost',
      component: () => import('./ComposePostPage.vue'),
      meta: {
        titleKey: 'title.composePost',
        module: 'POSTS',
        roles: ['CLERK', 'EDITOR', 'ADMIN'],
        wide: true,
        within: 'posts',
        command: { actKey: 'command.writePost', keys: 'n b' },
      },
    },
    {
      path: 'posts/:id/edit',
      name: 'editPost',
      component: () => import('./EditPostPage.vue'),
      meta: { titleKey: 'title.editPost', module: 'POSTS', wide: true, within: 'posts' },
    },
    {
      path: 'posts/:id',
      name: 'post',
      component: () => import('./PostPage.vue'),
      meta: {
        titleKey: 'title.post',
        openTo: 'SEARCH_ENGINES',
        module: 'POSTS',
        within: 'posts',
        transitionFrom: ['home', 'posts'],
      },
    },
  ],
  feedCards: { Post: { lead: PostFeedLead, row: PostFeedRow, module: 'POSTS' } },
  inboxItems: { Post: defineAsyncComponent(() => import('./PostMessage.vue')) },
  fillings: [
    fillSlot(
      groupPins,
      defineAsyncComponent(() => import('./PinnedPosts.vue')),
    ),
  ],
  cacheKeys: {
    Post: { fields: { variants: { merge: mergeVariants }, review: { merge: true } } },
    Municipality: {
      fields: { posts: { keyArgs: ['state'], merge: false }, postsInReview: { keyArgs: ['first'], merge: false } },
    },
  },
  auditedPages: { POST: { page: 'post', params: ({ objectId }) => ({ id: objectId }) } },
});
