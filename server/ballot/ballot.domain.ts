import { defineDomain } from '../kernel/domain.ts';
import { ballotAudit } from './ballot.audit.ts';
import { countBallotsAtClose } from './ballot.count.service.ts';
import { BallotRoll, BoardBallot, Booth, InboxBallot } from './ballot.entity.ts';
import { ballotErrors } from './ballot.errors.ts';
import { ballotMessageExtensions } from './ballot.messages.ts';
import { openBoothWithPoll } from './ballot.opening.service.ts';
import { BoothResolver, PollBoothResolver } from './ballot.resolver.ts';
import { ballotRouter } from './ballot.router.ts';
import { PollSheetResolver } from './ballot.sheet.resolver.ts';
import { sheetRouter } from './ballot.sheet.router.ts';

export const ballot = defineDomain({
  name: 'ballot',
  userErrors: ballotErrors,
  entities: [BallotRoll, Booth, InboxBallot, BoardBallot],
  resolvers: [BoothResolver, PollBoothResolver, PollSheetResolver],
  listeners: [openBoothWithPoll, countBallotsAtClose],
  routes: [ballotRouter, sheetRouter],
  messageExtensions: ballotMessageExtensions,
  audit: [ballotAudit],
});
