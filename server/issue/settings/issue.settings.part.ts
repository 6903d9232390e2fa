import type { Contributions } from '../../kernel/domain.ts';
import { IssueFlagging } from './issue.flag.entity.ts';
import { IssueFlagResolver, MoveFixerResolver } from './issue.flag.resolver.ts';
import { forgetPublicComplaint } from './issue.flag.service.ts';
import { IssueSettings } from '../issue.settings.entity.ts';
import { MunicipalityIssueSettingsResolver, StatusLabelResolver } from './issue.settings.resolver.ts';
import { issueSettingsAudit } from './issue.settings.audit.ts';

export const settingsPart: Contributions = {
  entities: [IssueSettings, IssueFlagging],
  resolvers: [MunicipalityIssueSettingsResolver, StatusLabelResolver, IssueFlagResolver, MoveFixerResolver],
  listeners: [forgetPublicComplaint],
  audit: [issueSettingsAudit],
};
