import type { AuditContribution } from '../../kernel/audit.ts';
import { surveyAnswered, surveyAsked } from '../issue.survey.events.ts';

export const issueSurveyAudit: AuditContribution = {
  sentences: [],
  notAudited: [surveyAsked, surveyAnswered],
};
