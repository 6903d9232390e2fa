import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime, UUID } from '../../kernel/scalars.ts';
import type { CommentReach } from '../issue.comment.entity.ts';
import type { IssueParty } from '../issue.entity.ts';
import { IssueMoveType, IssuePartyEnum, IssueType } from '../issue.types.ts';

const CommentReachEnum = enumOf('CommentReach', 'Audience of a comment on a report.', {
  PUBLIC: 'An answer for everybody who sees the report.',
  PRIVATE: 'A message between the reporter and the town hall.',
  INTERNAL: 'A note for the town hall only.',
});

@ObjectType('IssueComment', {
  implements: NodeType,
  description: 'A comment on a report: it does not change the status.',
})
export class IssueCommentType {
  declare id: string;

  @field(
    () => Int,
    'Position among all comments of the report, from 1; comments that the viewer may not read leave gaps.',
  )
  declare number: number;

  @field(() => DateTime, 'Time of the comment.')
  declare at: Date;

  @field(() => CommentReachEnum, 'Audience of the comment.')
  declare reach: CommentReach;

  @field(() => IssuePartyEnum, 'Party that wrote it.')
  declare by: IssueParty;
}

export const IssueTimelineEntryType = createUnionType({
  name: 'IssueTimelineEntry',
  description: "An entry of a report's history: a move or a comment.",
  types: () => [IssueMoveType, IssueCommentType] as const,
  resolveType: (entry: object) => ('reach' in entry ? 'IssueComment' : 'IssueMove'),
});

@ObjectType('IssueUnanswered', { description: 'Messages of the reporter that the town hall has not answered.' })
export class IssueUnansweredType {
  @field(() => Int, 'Number of messages since the last move or answer of the town hall.')
  declare count: number;

  @field(() => DateTime, 'Time of the first unanswered message.')
  declare since: Date;

  @field(() => Boolean, 'Whether three or more messages wait, so that the report should be answered first.')
  declare isPressing: boolean;
}

@InputType('CommentIssueInput', { description: 'A comment on a report.' })
export class CommentIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => CommentReachEnum, 'Audience of the comment; reporters may use PRIVATE only.')
  declare reach: CommentReach;

  @field(() => String, 'Plain text, 1 to 4,000 characters.')
  declare text: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description:
      'Whether the reporter is notified of a PUBLIC or PRIVATE comment of the town hall, in the inbox and by mail.',
  })
  declare tellReporter: boolean;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT. Null: not compared.', {
    nullable: true,
  })
  declare version?: number | null;

  @field(
    () => Int,
    'Staff: the number of the newest comment that the decision was made on, 0: none. A newer one that is no note is a CONFLICT. Null: not compared.',
    { nullable: true },
  )
  declare lastComment?: number | null;

  @field(() => String, 'Claim code of a report that was made without an account; its holder counts as the reporter.', {
    nullable: true,
  })
  declare claimCode?: string | null;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@ObjectType()
export class CommentIssuePayloadType extends PayloadType {
  @field(() => IssueType, 'The report after the comment.', { nullable: true })
  declare issue?: IssueType | null;

  @field(
    () => IssueCommentType,
    'The comment; null if the text answered a question of the town hall and became a move.',
    {
      nullable: true,
    },
  )
  declare comment?: IssueCommentType | null;

  @field(() => IssueMoveType, 'CONFLICT: the last move.', { nullable: true })
  declare lastMove?: IssueMoveType | null;

  @field(() => IssueCommentType, 'CONFLICT: the comment that was written meanwhile; null: the report was moved.', {
    nullable: true,
  })
  declare lastComment?: IssueCommentType | null;
}
