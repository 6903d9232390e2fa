import type { Contributions } from '../../kernel/domain.ts';
import { alertDeskListeners, alertDeskSentListener, alertDeskTopic } from './alert.proposal.live.ts';
import { AlertProposalResolver } from './alert.proposal.resolver.ts';

export const proposalPart: Contributions = {
  resolvers: [AlertProposalResolver],
  topics: [alertDeskTopic],
  listeners: [...alertDeskListeners, alertDeskSentListener],
};
