import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { PayloadType, proofDescription, ProvablePayloadType } from '../kernel/payload.ts';
import { DateTime, StreamCursor, UUID } from '../kernel/scalars.ts';
import type { Ground, NoticeReason, Verdict, WordKind } from './moderation.entity.ts';

const WordKindEnum = enumOf<WordKind>('WordKind', 'Kind of an object with public words of citizens.', {
  ISSUE: 'A report: its text, its public answers and its photos.',
  IDEA: 'An idea: title and text.',
  POST: 'A post that a member of a group wrote who does not work in the town hall.',
});

const NoticeReasonEnum = enumOf<NoticeReason>('NoticeReason', 'Fault of public words.', {
  INSULT: 'An insult, hatred or a threat.',
  PERSONAL_DATA: 'Data of a person, such as a name or a number plate.',
  MISLEADING: 'Untrue, advertising or spam.',
  ILLEGAL: 'Against the law in another way.',
  OTHER: 'Something else, which `text` says.',
});

const VerdictEnum = enumOf<Verdict>('NoticeVerdict', 'Decision of the town hall about words.', {
  KEPT: 'Everybody may still read the words.',
  HIDDEN: 'Only the author and the town hall can read the words.',
});

const GroundEnum = enumOf<Ground>('NoticeGround', 'Law or rules that hidden words violate.', {
  LAW: 'A law.',
  HOUSE_RULES: "The town's rules for words on its pages.",
});

@ObjectType('NoticeDecision', {
  implements: NodeType,
  description:
    'Decision about words of a citizen, with the statement of reasons. Visible to the author, to the people whose notices it answers, and to editors and admins of the town; it never says who sent a notice.',
})
export class NoticeDecisionType {
  declare id: string;

  @field(() => WordKindEnum, 'Kind of the object.')
  declare wordKind: WordKind;

  @field(() => VerdictEnum, 'The decision.')
  declare verdict: Verdict;

  @field(() => GroundEnum, 'Law or rules that the words violate; null: they were kept.', { nullable: true })
  declare ground?: Ground | null;

  @field(() => String, 'Statement of reasons, plain text.')
  declare statement: string;

  @field(() => String, 'The words as they were at the first notice; empty: photos only, or the author was erased.')
  declare quote: string;

  @field(() => DateTime, 'Time of the decision.')
  declare decidedAt: Date;
}

@ObjectType('Notice', {
  implements: NodeType,
  description:
    'Notice that public words should be hidden. Visible to the person who sent it and to editors and admins of the town, who do not learn who sent it.',
})
export class NoticeType {
  declare id: string;

  @field(() => WordKindEnum, 'Kind of the object with the words.')
  declare wordKind: WordKind;

  @field(() => NoticeReasonEnum, 'Fault of the words.')
  declare reason: NoticeReason;

  @field(() => String, 'Words of the sender, plain text; null: none.', { nullable: true })
  declare text?: string | null;

  @field(() => String, 'The words as everybody could read them at the time of the notice; empty: photos only.')
  declare quote: string;

  @field(() => DateTime, 'Time of the notice.')
  declare createdAt: Date;
}

export const NoticeConnectionType = countedConnectionOf(NoticeType, 'Notice');

@ObjectType('NoticesUpdate', { description: 'Changes of the open notices of a town since the previous message.' })
export class NoticesUpdateType {
  @field(() => [NoticeType], 'New notices, the oldest first. At most 200.')
  declare entries: readonly NoticeType[];

  @Field(() => [ID], { description: 'Ids of notices that were decided. At most 200.' })
  declare removedIds: readonly string[];

  @field(() => Boolean, 'True: discard all known notices; `entries` are the first ones of the list.')
  declare reset: boolean;

  @field(() => StreamCursor, 'Position of this message: pass it as `after` to miss no change.')
  declare cursor: string;
}

@InputType('SendNoticeInput', { description: 'A notice about public words of a citizen.' })
export class SendNoticeInputType {
  @Field(() => ID, { description: 'Report, idea or post with the words.' })
  declare objectId: string;

  @field(() => NoticeReasonEnum, 'Fault of the words.')
  declare reason: NoticeReason;

  @field(() => String, 'Further words, at most 2,000 characters; required for OTHER.', { nullable: true })
  declare text?: string | null;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;

  @field(() => String, proofDescription, { nullable: true })
  declare proof?: string | null;
}

@InputType('DecideNoticeInput', { description: 'Decision about the words of a notice.' })
export class DecideNoticeInputType {
  @Field(() => ID, { description: 'The notice. The decision answers all open notices about the same words.' })
  declare noticeId: string;

  @field(() => VerdictEnum, 'The decision.')
  declare verdict: Verdict;

  @field(() => GroundEnum, 'HIDDEN, required: law or rules that the words violate. Ignored for KEPT.', {
    nullable: true,
  })
  declare ground?: Ground | null;

  @field(() => String, 'Statement of reasons for both sides, 1 to 2,000 characters.')
  declare statement: string;
}

@ObjectType()
export class SentNoticePayloadType extends ProvablePayloadType {
  @field(() => NoticeType, 'The notice.', { nullable: true })
  declare notice?: NoticeType | null;
}

@ObjectType()
export class DecidedNoticePayloadType extends PayloadType {
  @field(() => NoticeType, 'The notice with its decision; with CONFLICT the decision of somebody else.', {
    nullable: true,
  })
  declare notice?: NoticeType | null;
}
