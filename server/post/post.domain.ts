import { defineDomain } from '../kernel/domain.ts';
import { feedFields } from '../kernel/feed.ts';
import { node } from '../kernel/nodes.ts';
import { ownedFileRule } from '../media/media.files.service.ts';
import { postAudit } from './post.audit.ts';
import { Post, PostFile, PostRevision } from './post.entity.ts';
import { postErrors } from './post.errors.ts';
import { postFeed, postFeedListeners } from './post.feed.ts';
import { expireDuePostJob, publishDuePostJob } from './post.jobs.ts';
import { postFiles } from './post.files.service.ts';
import { postMessageListeners, postMessages } from './post.messages.ts';
import { postPersonalData, postRetention } from './post.personalData.ts';
import { GroupPostsResolver, PostPlacingResolver } from './post.placing.resolver.ts';
import { MunicipalityPostsResolver, PostResolver } from './post.resolver.ts';
import { findPost } from './post.service.ts';
import { reviewPart } from './review/post.review.part.ts';
import { seedReview } from './review/post.review.seed.ts';

declare module '../kernel/names.ts' {
  interface ModuleNames {
    readonly POSTS: true;
  }
  interface ScopeNames {
    readonly 'posts:read': true;
    readonly 'posts:write': true;
  }
}

export const post = defineDomain({
  name: 'post',
  module: { name: 'POSTS', description: 'Posts of the town hall and of groups.' },
  scopes: [
    { name: 'posts:read', description: 'Read what is published for everybody.' },
    {
      name: 'posts:write',
      description: 'Hand in drafts, read, correct and withdraw them; the town hall decides whether they are published.',
    },
  ],
  scopeFields: {
    'posts:read': ['Post', 'Attachment', 'Query.post', 'Municipality.posts', 'Group.pinnedPosts', ...feedFields],
    'posts:write': ['Mutation.createPost', 'Mutation.revisePost', 'Mutation.withdrawPost'],
  },
  userErrors: postErrors,
  entities: [Post, PostFile, PostRevision],
  resolvers: [PostResolver, PostPlacingResolver, MunicipalityPostsResolver, GroupPostsResolver],
  nodes: [node('Post', findPost)],
  jobs: [publishDuePostJob, expireDuePostJob],
  listeners: [...postFeedListeners, ...postMessageListeners],
  messages: postMessages,
  audit: [postAudit],
  feeds: [postFeed],
  fileRules: [ownedFileRule(postFiles, findPost)],
  personalData: postPersonalData,
  retention: postRetention,
  seeds: [seedReview],
  parts: [reviewPart],
});
