import type { Contributions } from '../../kernel/domain.ts';
import { IssueClock, IssueTarget } from './issue.clock.entity.ts';
import { checkClockJob } from './issue.clock.jobs.ts';
import { announceEscalation } from './issue.clock.live.ts';
import { IssueClockResolver, IssueTargetsResolver } from './issue.clock.resolver.ts';
import { clockListeners } from './issue.clock.service.ts';
import { IssueMedianResolver, MunicipalityMediansResolver } from './issue.medians.resolver.ts';
import { IssuePaceResolver } from './issue.pace.resolver.ts';
import { issueClockAudit } from './issue.clock.audit.ts';

export const clockPart: Contributions = {
  entities: [IssueTarget, IssueClock],
  resolvers: [
    IssuePaceResolver,
    IssueClockResolver,
    IssueTargetsResolver,
    MunicipalityMediansResolver,
    IssueMedianResolver,
  ],
  listeners: [...clockListeners, announceEscalation],
  jobs: [checkClockJob],
  audit: [issueClockAudit],
};
