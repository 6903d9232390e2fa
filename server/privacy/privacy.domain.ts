import { defineDomain } from '../kernel/domain.ts';
import { EndedSession, Erasure, Tombstone } from './erasure/privacy.erasure.entity.ts';
import { erasureJobs } from './erasure/privacy.erasure.jobs.ts';
import { erasureMessageListeners, erasureMessages } from './erasure/privacy.erasure.messages.ts';
import { ErasureResolver } from './erasure/privacy.erasure.resolver.ts';
import { replayTombstones } from './erasure/privacy.tombstone.service.ts';
import { privacyAudit } from './privacy.audit.ts';
import { privacyPersonalData } from './privacy.personalData.ts';
import { retentionPart } from './retention/privacy.retention.part.ts';
import { retentionErrors } from './retention/privacy.retention.errors.ts';

export const privacy = defineDomain({
  name: 'privacy',
  userErrors: retentionErrors,
  entities: [Erasure, Tombstone, EndedSession],
  resolvers: [ErasureResolver],
  jobs: erasureJobs,
  listeners: erasureMessageListeners,
  messages: erasureMessages,
  audit: [privacyAudit],
  replayErasures: [replayTombstones],
  personalData: privacyPersonalData,
  parts: [retentionPart],
});
