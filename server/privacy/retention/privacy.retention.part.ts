import type { Contributions } from '../../kernel/domain.ts';
import { RetentionSetting, UnusedAccount } from './privacy.retention.entity.ts';
import { privacyRetention } from './privacy.retention.kinds.ts';
import { startRetention } from './privacy.retention.nightly.ts';
import { MunicipalityRetentionResolver } from './privacy.retention.resolver.ts';
import { unusedMessageListeners, unusedMessages } from './privacy.unused.messages.ts';

export const retentionPart: Contributions = {
  entities: [RetentionSetting, UnusedAccount],
  resolvers: [MunicipalityRetentionResolver],
  listeners: unusedMessageListeners,
  messages: unusedMessages,
  servers: [startRetention],
  retention: privacyRetention,
};
