import type { Contributions } from '../../kernel/domain.ts';
import { PostDecision } from '../post.entity.ts';
import { reviewAudit } from './post.review.audit.ts';
import { reviewMessageListeners, reviewMessages } from './post.review.messages.ts';
import { reviewQueueListeners } from './post.review.live.ts';
import { MunicipalityReviewResolver, PostReviewedResolver, PostReviewResolver } from './post.review.resolver.ts';

export const reviewPart: Contributions = {
  entities: [PostDecision],
  resolvers: [PostReviewedResolver, PostReviewResolver, MunicipalityReviewResolver],
  listeners: [...reviewMessageListeners, ...reviewQueueListeners],
  messages: reviewMessages,
  audit: [reviewAudit],
};
