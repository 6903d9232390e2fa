import type { Contributions } from '../../kernel/domain.ts';
import { IssueSurvey } from './issue.survey.entity.ts';
import { askSurveyJob } from './issue.survey.jobs.ts';
import { IssueSurveyResolver } from './issue.survey.resolver.ts';
import { planSurvey } from './issue.survey.service.ts';
import { issueSurveyAudit } from './issue.survey.audit.ts';

export const surveyPart: Contributions = {
  entities: [IssueSurvey],
  resolvers: [IssueSurveyResolver],
  listeners: [planSurvey],
  jobs: [askSurveyJob],
  audit: [issueSurveyAudit],
};
