import type { Contributions } from '../../kernel/domain.ts';
import { EventDecision } from '../calendar.entity.ts';
import { reviewAudit } from './calendar.review.audit.ts';
import { reviewMessageListeners, reviewMessages } from './calendar.review.messages.ts';
import { reviewQueueListeners } from './calendar.review.live.ts';
import {
  MunicipalityEventReviewResolver,
  EventReviewedResolver,
  EventReviewResolver,
} from './calendar.review.resolver.ts';

export const reviewPart: Contributions = {
  entities: [EventDecision],
  resolvers: [EventReviewedResolver, EventReviewResolver, MunicipalityEventReviewResolver],
  listeners: [...reviewMessageListeners, ...reviewQueueListeners],
  messages: reviewMessages,
  audit: [reviewAudit],
};
