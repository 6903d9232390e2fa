import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { moderationAudit } from './moderation.audit.ts';
import { Notice, NoticeDecision } from './moderation.entity.ts';
import { moderationErrors } from './moderation.errors.ts';
import { openNotices, openNoticesListeners } from './moderation.live.ts';
import { moderationMessageListeners, moderationMessages } from './moderation.messages.ts';
import { moderationPersonalData } from './moderation.personalData.ts';
import { findDecision, findNotice } from './moderation.reading.service.ts';
import { MunicipalityNoticesResolver, NoticeDecisionResolver, NoticeResolver } from './moderation.resolver.ts';
import { seedNotices } from './moderation.seed.ts';
import { IdeaWordsResolver, IssueWordsResolver, PostWordsResolver } from './moderation.words.resolver.ts';

export const moderation = defineDomain({
  name: 'moderation',
  userErrors: moderationErrors,
  entities: [NoticeDecision, Notice],
  resolvers: [
    NoticeResolver,
    NoticeDecisionResolver,
    MunicipalityNoticesResolver,
    IssueWordsResolver,
    IdeaWordsResolver,
    PostWordsResolver,
  ],
  nodes: [node('Notice', findNotice), node('NoticeDecision', findDecision)],
  topics: [openNotices],
  listeners: [...openNoticesListeners, ...moderationMessageListeners],
  messages: moderationMessages,
  audit: [moderationAudit],
  seeds: [seedNotices],
  personalData: moderationPersonalData,
  retention: { stays: { RECORD: ['Notice', 'NoticeDecision'] } },
});
