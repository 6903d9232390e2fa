import type { AuditContribution } from '../../kernel/audit.ts';
import { followAsked, followersMoved } from './issue.follow.events.ts';

export const issueFollowAudit: AuditContribution = {
  sentences: [],
  notAudited: [followAsked, followersMoved],
};
