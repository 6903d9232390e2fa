import { defineDomain } from '../kernel/domain.ts';
import { addressMessageListeners, addressMessages } from './address/privacy.address.messages.ts';
import { AddressDataResolver } from './address/privacy.address.resolver.ts';
import { ConsentResolver } from './consent/privacy.consent.resolver.ts';
import { counterMessageListeners, counterMessages } from './counter/privacy.counter.messages.ts';
import { CounterResolver } from './counter/privacy.counter.resolver.ts';
import { EndedSession, Erasure, Tombstone } from './erasure/privacy.erasure.entity.ts';
import { erasureJobs } from './erasure/privacy.erasure.jobs.ts';
import { erasureMessageListeners, erasureMessages } from './erasure/privacy.erasure.messages.ts';
import { ErasureResolver } from './erasure/privacy.erasure.resolver.ts';
import { replayTombstones } from './erasure/privacy.tombstone.service.ts';
import { ExportResolver } from './export/privacy.export.resolver.ts';
import { exportRouter } from './export/privacy.export.router.ts';
import { privacyAudit } from './privacy.audit.ts';
import { privacyErrors } from './privacy.errors.ts';
import { privacyPersonalData } from './privacy.personalData.ts';
import { retentionPart } from './retention/privacy.retention.part.ts';
import { retentionErrors } from './retention/privacy.retention.errors.ts';
import { seedErasedPerson } from './privacy.seed.ts';

export const privacy = defineDomain({
  name: 'privacy',
  userErrors: { ...privacyErrors, ...retentionErrors },
  entities: [Erasure, Tombstone, EndedSession],
  resolvers: [ErasureResolver, ExportResolver, ConsentResolver, AddressDataResolver, CounterResolver],
  routes: [exportRouter],
  jobs: erasureJobs,
  listeners: [...erasureMessageListeners, ...addressMessageListeners, ...counterMessageListeners],
  messages: [...erasureMessages, ...addressMessages, ...counterMessages],
  audit: [privacyAudit],
  replayErasures: [replayTombstones],
  seeds: [seedErasedPerson],
  personalData: privacyPersonalData,
  parts: [retentionPart],
});
