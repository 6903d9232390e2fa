import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime } from '../../kernel/scalars.ts';
import { IssueCategoryType } from '../issue.types.ts';
import type { ClockState } from './issue.clock.rules.ts';

const ClockStateEnum = enumOf<ClockState>('ClockState', 'State of a clock of a report.', {
  ON_TIME: 'The clock runs, and less than four fifths of the time have passed.',
  DUE_SOON: 'Four fifths of the time have passed.',
  OVERDUE: 'The deadline has passed.',
  PAUSED: 'The clock is paused, because somebody outside the town hall must act.',
  MET: 'The clock was stopped before the deadline.',
  MISSED: 'The clock was stopped after the deadline.',
  NONE: 'The report has no such clock.',
});

@ObjectType('IssueDeadline', { description: 'One clock of a report.' })
export class IssueDeadlineType {
  @field(() => DateTime, 'Deadline; null: no clock. A current pause is added only when it ends.', {
    nullable: true,
  })
  declare dueAt?: Date | null;

  @field(() => DateTime, 'Time at which four fifths of the time have passed.', { nullable: true })
  declare dueSoonAt?: Date | null;

  @field(
    () => DateTime,
    'Time at which the clock was stopped: the first answer, or the end of the report. Null while it runs.',
    { nullable: true },
  )
  declare stoppedAt?: Date | null;

  @field(() => ClockStateEnum, 'State of the clock.')
  declare state: ClockState;
}

@ObjectType('IssueClock', {
  description: 'Clocks of a report, in open time of the town hall and with the deadlines that applied when it arrived.',
})
export class IssueClockType {
  @field(() => IssueDeadlineType, 'Time to the first answer or move of the town hall.')
  declare firstResponse: IssueDeadlineType;

  @field(() => IssueDeadlineType, 'Time to the resolution; paused while somebody outside must act.')
  declare resolution: IssueDeadlineType;

  @field(() => Boolean, 'Whether the clock is paused, because somebody outside the town hall must act.')
  declare isPaused: boolean;

  @field(() => ClockStateEnum, 'More urgent state of the two clocks.')
  declare state: ClockState;
}

@ObjectType('IssueTargets', { description: 'Deadlines of a category in minutes of open time.' })
export class IssueTargetsType {
  @field(() => Int, 'Minutes to the first answer; null: no clock.', { nullable: true })
  declare firstResponseMinutes?: number | null;

  @field(() => Int, 'Minutes to the resolution; null: no clock.', { nullable: true })
  declare resolutionMinutes?: number | null;
}

@InputType('SetIssueTargetsInput', { description: 'New deadlines of a category.' })
export class SetIssueTargetsInputType {
  @Field(() => ID, { description: 'The category.' })
  declare categoryId: string;

  @field(() => Int, 'Minutes of open time to the first answer; null: no clock.', { nullable: true })
  declare firstResponseMinutes?: number | null;

  @field(() => Int, 'Minutes of open time to the resolution; null: no clock, as always for praise.', {
    nullable: true,
  })
  declare resolutionMinutes?: number | null;
}

@ObjectType()
export class IssueTargetsPayloadType extends PayloadType {
  @field(() => IssueCategoryType, 'The category as it is now.', { nullable: true })
  declare category?: IssueCategoryType | null;
}
