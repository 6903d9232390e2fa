import { Field, ID, InputType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import type { SurveyAnswer } from './issue.survey.rules.ts';

const SurveyAnswerEnum = enumOf<SurveyAnswer>('SurveyAnswer', 'What a reporter says when asked: is it fixed?', {
  FIXED: 'Yes.',
  NOT_FIXED: 'No: it is opened again.',
  DO_NOT_ASK: 'I do not want to be asked, about this report and any other of mine.',
});

@InputType('AnswerSurveyInput', { description: 'What the reporter says four weeks after a report was resolved.' })
export class AnswerSurveyInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => String, 'Without an account: the code of the report.', { nullable: true })
  declare claimCode?: string | null;

  @Field(() => SurveyAnswerEnum, { description: 'Is it fixed?' })
  declare answer: SurveyAnswer;

  @field(() => String, 'NOT_FIXED: what is still wrong.', { nullable: true })
  declare reason?: string | null;
}
