import type { MessageExtension } from '../kernel/message.ts';
import { formerVotersSql } from '../poll/poll.recipients.service.ts';

/** People who were issued a ballot count as having taken part: the roll does not say whether the ballot was cast. */
export const ballotMessageExtensions: readonly MessageExtension[] = [
  {
    kinds: ['POLL_CLOSED', 'POLL_CONFIRMED', 'POLL_OUTCOME'],
    audience: formerVotersSql('select poll_id, person_id from ballot_roll'),
  },
  {
    kinds: ['POLL_REMINDER'],
    exclude: 'exists (select from ballot_roll t where t.poll_id = m.subject_id and t.person_id = a.recipient_id)',
  },
];
