import type { Contributions } from '../../kernel/domain.ts';
import { IssueIntake } from './issue.intake.entity.ts';
import { IssueIntakeResolver } from './issue.intake.resolver.ts';
import { IssueReportResolver } from './issue.report.resolver.ts';
import { issueReportAudit } from './issue.report.audit.ts';

export const reportPart: Contributions = {
  entities: [IssueIntake],
  resolvers: [IssueReportResolver, IssueIntakeResolver],
  audit: [issueReportAudit],
};
