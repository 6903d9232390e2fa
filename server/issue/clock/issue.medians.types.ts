import { Float, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';

@ObjectType('IssueMedian', {
  description: 'Medians of the reports of a category in the last 90 days.',
})
export class IssueMedianType {
  @field(() => Int, 'Number of answered reports, five or more.')
  declare answered: number;

  @field(() => Float, "Median time to the first answer, in minutes of the town hall's open time.")
  declare answerMinutes: number;

  @field(() => Float, 'Median time to the first answer, in calendar days.')
  declare answerDays: number;

  @field(() => Int, 'Number of resolved reports.')
  declare solved: number;

  @field(() => Float, 'Median time to the resolution, in minutes of open time without pauses; null: fewer than five.', {
    nullable: true,
  })
  declare solutionMinutes?: number | null;

  @field(() => Float, 'Median time to the resolution, in calendar days; null: fewer than five.', { nullable: true })
  declare solutionDays?: number | null;
}
