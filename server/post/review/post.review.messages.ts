import { defineReviewMessages } from '../../group/group.review.message.service.ts';
import { on } from '../../kernel/events.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { enqueueMessage } from '../../kernel/message.ts';
import { Post, PostDecision } from '../post.entity.ts';
import { postReviewed, postSubmitted } from '../post.events.ts';
import { PostType } from '../post.types.ts';
import { PostDecisionType } from './post.review.types.ts';
import de from '../locales/messages/de.json' with { type: 'json' };
import plain from '../locales/messages/de-x-leicht.json' with { type: 'json' };
import en from '../locales/messages/en.json' with { type: 'json' };

const { requested, decided } = defineReviewMessages({
  kinds: { requested: 'REVIEW_REQUESTED', decided: 'REVIEW_DECIDED' },
  noun: 'a post',
  module: 'POSTS',
  tables: { name: 'post', groups: 'post_groups', decisions: 'post_decision', key: 'post_id' },
  subjectType: PostType,
  decisionType: PostDecisionType,
  texts: { de, 'de-x-leicht': plain, en },
  page: (id) => `posts/${toGlobalId('Post', id)}`,
  reviewPage: (id) => `posts/review/${toGlobalId('Post', id)}`,
  find: (em, ids, where) => em.find(Post, { $and: [{ id: { $in: ids } }, where] }, { refresh: true }),
  findDecisions: async (em, ids, submittedBy) => {
    const decisions = await em.find(PostDecision, { post: { $in: ids }, submittedBy });
    return decisions.map((decision) => ({ subjectId: decision.post.id, version: decision.version, decision }));
  },
  titleOf: async (em, id) => (await em.findOne(Post, id, { fields: ['title'] }))?.title ?? null,
  findDecision: (em, post, version) => em.findOne(PostDecision, { post, version }),
});

export const reviewMessages = [requested, decided];

export const reviewMessageListeners = [
  on(postSubmitted, (tx, { facts: { municipalityId, postId, version } }) =>
    enqueueMessage(tx, requested, { municipalityId, subjectId: postId, version }),
  ),
  on(postReviewed, (tx, { facts: { municipalityId, postId, version } }) =>
    enqueueMessage(tx, decided, { municipalityId, subjectId: postId, version }),
  ),
];
