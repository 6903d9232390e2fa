import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime } from '../../kernel/scalars.ts';
import { IssueCategoryType } from '../issue.types.ts';
import type { ClockState } from './issue.clock.rules.ts';

const ClockStateEnum = enumOf<ClockState>('ClockState', 'How a clock of a report stands.', {
  ON_TIME: 'It runs, and there is time.',
  DUE_SOON: 'Four fifths of the time are over.',
  OVERDUE: 'The time is over.',
  PAUSED: 'It stands still: somebody else must act.',
  MET: 'It was stopped in time.',
  MISSED: 'It was stopped too late.',
  NONE: 'There is no such clock.',
});

@ObjectType('IssueDeadline', { description: 'One clock of a report.' })
export class IssueDeadlineType {
  @field(() => DateTime, 'When its time is over; null: no clock. While it stands still this is not moved on yet.', {
    nullable: true,
  })
  declare dueAt?: Date | null;

  @field(() => DateTime, 'When four fifths of its time are over.', { nullable: true })
  declare dueSoonAt?: Date | null;

  @field(() => DateTime, 'When it was stopped: by the first answer, by the end of the report.', { nullable: true })
  declare stoppedAt?: Date | null;

  @field(() => ClockStateEnum, 'How it stands.')
  declare state: ClockState;
}

@ObjectType('IssueClock', {
  description: "The clocks of a report; they run in the town hall's open time, on the terms of the day it arrived.",
})
export class IssueClockType {
  @field(() => IssueDeadlineType, 'Until the first answer or step of the town hall.')
  declare firstResponse: IssueDeadlineType;

  @field(() => IssueDeadlineType, 'Until it is settled; stands still while somebody else must act.')
  declare resolution: IssueDeadlineType;

  @field(() => Boolean, 'Somebody else must act.')
  declare isPaused: boolean;

  @field(() => ClockStateEnum, 'Of both what matters more.')
  declare state: ClockState;
}

@ObjectType('IssueTargets', { description: 'How long reports about this may take, in minutes of open time.' })
export class IssueTargetsType {
  @field(() => Int, 'Until the first answer; null: no clock.', { nullable: true })
  declare firstResponseMinutes?: number | null;

  @field(() => Int, 'Until it is settled; null: no clock.', { nullable: true })
  declare resolutionMinutes?: number | null;
}

@InputType('SetIssueTargetsInput', { description: 'How long reports about this may take from now on.' })
export class SetIssueTargetsInputType {
  @Field(() => ID, { description: 'The category.' })
  declare categoryId: string;

  @field(() => Int, 'Minutes of open time until the first answer; null: no clock.', { nullable: true })
  declare firstResponseMinutes?: number | null;

  @field(() => Int, 'Minutes of open time until it is settled; null: no clock, as always for praise.', {
    nullable: true,
  })
  declare resolutionMinutes?: number | null;
}

@ObjectType()
export class IssueTargetsPayloadType extends PayloadType {
  @field(() => IssueCategoryType, 'The category as it is now.', { nullable: true })
  declare category?: IssueCategoryType | null;
}
