import type { AuditContribution } from '../../kernel/audit.ts';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import type { Contributions } from '../../kernel/domain.ts';
import { handle } from '../../kernel/jobs.ts';
import { dropReplyTo, fromAddressChanged, replyToChanged } from './notification.address.events.ts';
import { replyToCode } from './notification.address.messages.ts';
import { TownSenderResolver } from './notification.address.resolver.ts';
import { dropUnconfirmedReplyTo } from './notification.address.service.ts';

const dropReplyToJob = handle(dropReplyTo, (services, { contactId }) =>
  dropUnconfirmedReplyTo(forkContext(services, system), contactId),
);

const addressAudit: AuditContribution = {
  sentences: [
    {
      kind: 'REPLY_TO_CHANGED',
      topic: 'SETTINGS',
      event: replyToChanged,
      description: "The address for replies to the town's mails was confirmed or removed.",
    },
    {
      kind: 'FROM_ADDRESS_CHANGED',
      topic: 'SETTINGS',
      event: fromAddressChanged,
      description: "An operator changed the sender's address of the town's mails.",
    },
  ],
  notAudited: [],
};

/** Addresses of a town's mails: the sender's, and that for replies. */
export const addressPart: Contributions = {
  resolvers: [TownSenderResolver],
  jobs: [dropReplyToJob],
  messages: [replyToCode],
  audit: [addressAudit],
};
