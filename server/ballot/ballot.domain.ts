import { defineDomain } from '../kernel/domain.ts';
import { ballotAudit } from './ballot.audit.ts';
import { BallotRoll, BulletinBallot, Booth, Envelope } from './ballot.entity.ts';
import { ballotErrors } from './ballot.errors.ts';
import { ballotMessageExtensions } from './ballot.messages.ts';
import { countAfterClose, countingJob } from './ballot.jobs.ts';
import { openBoothWithPoll } from './ballot.opening.service.ts';
import { ballotPersonalData, ballotRetention } from './ballot.personalData.ts';
import { BoothResolver, PollBoothResolver } from './ballot.resolver.ts';
import { RecoveryResolver } from './ballot.recovery.resolver.ts';
import { ballotRouter } from './ballot.router.ts';
import { PollSheetResolver } from './ballot.sheet.resolver.ts';
import { sheetRouter } from './ballot.sheet.router.ts';

export const ballot = defineDomain({
  name: 'ballot',
  userErrors: ballotErrors,
  entities: [BallotRoll, Booth, Envelope, BulletinBallot],
  resolvers: [BoothResolver, RecoveryResolver, PollBoothResolver, PollSheetResolver],
  listeners: [openBoothWithPoll, countAfterClose],
  jobs: [countingJob],
  routes: [ballotRouter, sheetRouter],
  messageExtensions: ballotMessageExtensions,
  audit: [ballotAudit],
  personalData: ballotPersonalData,
  retention: ballotRetention,
});
