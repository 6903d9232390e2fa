import { Float, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';

@ObjectType('IssueMedian', {
  description: 'How long half of the reports about something took at most, of the last 90 days.',
})
export class IssueMedianType {
  @field(() => Int, 'How many were answered; fewer than five tell nothing.')
  declare answered: number;

  @field(() => Float, "Until the first answer, in minutes of the town hall's open time.")
  declare answerMinutes: number;

  @field(() => Float, 'Until the first answer, in days of the calendar.')
  declare answerDays: number;

  @field(() => Int, 'How many were resolved.')
  declare solved: number;

  @field(() => Float, 'Until it was resolved, in minutes of open time without the pauses; null: fewer than five.', {
    nullable: true,
  })
  declare solutionMinutes?: number | null;

  @field(() => Float, 'Until it was resolved, in days of the calendar.', { nullable: true })
  declare solutionDays?: number | null;
}
