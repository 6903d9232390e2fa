import { Field, ID, InputType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import type { SurveyAnswer } from './issue.survey.rules.ts';

const SurveyAnswerEnum = enumOf<SurveyAnswer>(
  'SurveyAnswer',
  'Answer of a reporter to the question whether a report is fixed.',
  {
    FIXED: 'The report is fixed.',
    NOT_FIXED: 'The report is not fixed: it is reopened.',
    DO_NOT_ASK: 'The reporter declines surveys about this and all other reports.',
  },
);

@InputType('AnswerSurveyInput', {
  description: 'Answer of the reporter to the survey, four weeks after a report was resolved.',
})
export class AnswerSurveyInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => String, 'Claim code of a report that was made without an account.', { nullable: true })
  declare claimCode?: string | null;

  @Field(() => SurveyAnswerEnum, { description: 'The answer.' })
  declare answer: SurveyAnswer;

  @field(() => String, 'NOT_FIXED: description of what is still wrong.', { nullable: true })
  declare reason?: string | null;
}
