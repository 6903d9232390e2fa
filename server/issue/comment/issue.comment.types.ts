import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime, UUID } from '../../kernel/scalars.ts';
import type { CommentReach } from '../issue.comment.entity.ts';
import type { IssueParty } from '../issue.entity.ts';
import { IssueMoveType, IssuePartyEnum, IssueType } from '../issue.types.ts';

const CommentReachEnum = enumOf('CommentReach', 'For whom words on a report are.', {
  PUBLIC: 'An answer: everybody who sees the report.',
  PRIVATE: 'A question or a message: its reporter and the town hall.',
  INTERNAL: 'A note: the town hall alone.',
});

@ObjectType('IssueComment', { implements: NodeType, description: 'Words on a report that move it nowhere.' })
export class IssueCommentType {
  declare id: string;

  @field(() => Int, 'Its place among all words on the report, counted from 1; who may not read some sees gaps.')
  declare number: number;

  @field(() => DateTime, 'When.')
  declare at: Date;

  @field(() => CommentReachEnum, 'For whom.')
  declare reach: CommentReach;

  @field(() => IssuePartyEnum, 'Who wrote it.')
  declare by: IssueParty;
}

export const IssueTimelineEntryType = createUnionType({
  name: 'IssueTimelineEntry',
  description: 'What happened to a report: a step, or words.',
  types: () => [IssueMoveType, IssueCommentType] as const,
  resolveType: (entry: object) => ('reach' in entry ? 'IssueComment' : 'IssueMove'),
});

@ObjectType('IssueUnanswered', { description: "The reporter's words that wait for the town hall." })
export class IssueUnansweredType {
  @field(() => Int, 'How often the reporter has written since the town hall last moved or answered the report.')
  declare count: number;

  @field(() => DateTime, 'When the first of them was written.')
  declare since: Date;

  @field(() => Boolean, 'Three or more: it should be answered first.')
  declare isPressing: boolean;
}

@InputType('CommentIssueInput', { description: 'Words on a report.' })
export class CommentIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => CommentReachEnum, 'For whom; a reporter writes PRIVATE.')
  declare reach: CommentReach;

  @field(() => String, 'Plain text, 1 to 4,000 characters.')
  declare text: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'PUBLIC or PRIVATE of the town hall: tell the reporter, in the inbox and by mail.',
  })
  declare tellReporter: boolean;

  @field(() => String, 'Makes whoever reported without an account the reporter.', { nullable: true })
  declare claimCode?: string | null;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@ObjectType()
export class CommentIssuePayloadType extends PayloadType {
  @field(() => IssueType, 'The report as it is now.', { nullable: true })
  declare issue?: IssueType | null;

  @field(() => IssueCommentType, "The words; null when they were the reporter's answer that was waited for: a step.", {
    nullable: true,
  })
  declare comment?: IssueCommentType | null;
}
