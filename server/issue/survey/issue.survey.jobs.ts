import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { handle } from '../../kernel/jobs.ts';
import { askSurvey } from '../issue.survey.events.ts';
import { askIfFixed } from './issue.survey.service.ts';

export const askSurveyJob = handle(askSurvey, (services, planned) =>
  askIfFixed(forkContext(services, system), planned),
);
