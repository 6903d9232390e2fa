import { defineDomain } from '../kernel/domain.ts';
import { EndedSession, Erasure, Tombstone } from './erasure/privacy.erasure.entity.ts';
import { erasureJobs } from './erasure/privacy.erasure.jobs.ts';
import { erasureMessageListeners, erasureMessages } from './erasure/privacy.erasure.messages.ts';
import { ErasureResolver } from './erasure/privacy.erasure.resolver.ts';
import { privacyAudit } from './privacy.audit.ts';
import { privacyPersonalData } from './privacy.personalData.ts';

export const privacy = defineDomain({
  name: 'privacy',
  entities: [Erasure, Tombstone, EndedSession],
  resolvers: [ErasureResolver],
  jobs: erasureJobs,
  listeners: erasureMessageListeners,
  messages: erasureMessages,
  audit: [privacyAudit],
  personalData: privacyPersonalData,
});
