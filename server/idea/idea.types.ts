import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, StreamCursor, UUID } from '../kernel/scalars.ts';
import type { IdeaState } from './idea.entity.ts';

export const IdeaStateEnum = enumOf<IdeaState>('IdeaState', 'State of an idea.', {
  SUBMITTED: 'The town hall checks the idea; only its author and staff can see it.',
  OPEN: 'The idea is public and can be supported.',
  UNDER_REVIEW: 'The town hall examines the idea, which can still be supported.',
  ON_AGENDA: 'The council discusses the idea on `agendaOn`.',
  DECIDED: 'A decision was made; `answer` has the decision.',
  DECLINED: 'The idea was declined; `answer` has the reason.',
  WITHDRAWN: 'The author withdrew the idea.',
});

@ObjectType('Idea', { implements: NodeType, description: 'Proposal of a citizen to the town.' })
export class IdeaType {
  declare id: string;

  @field(() => String, 'Title in one line.')
  declare title: string;

  @field(() => String, 'Text of the idea, plain text.')
  declare text: string;

  @field(() => IdeaStateEnum, 'State of the idea.')
  declare state: IdeaState;

  @field(() => Int, 'Number of supporters required to bring the idea before the council; fixed at submission.')
  declare threshold: number;

  @field(() => Int, 'Number of people who support the idea.')
  declare supportCount: number;

  @field(
    () => DateTime,
    'When the idea first had enough supporters; stays if support is withdrawn later. Null: not yet.',
    { nullable: true },
  )
  declare reachedAt?: Date | null;

  @field(
    () => DateTime,
    'When the town hall hid the idea, which only its author and staff of the town see since then. Null: not hidden.',
    { nullable: true },
  )
  declare hiddenAt?: Date | null;

  @field(() => DateTime, 'When the idea was submitted.')
  declare createdAt: Date;

  @field(() => DateTime, 'When the state last changed.')
  declare movedAt: Date;

  @field(() => String, 'ON_AGENDA: the day on which the council meets, YYYY-MM-DD; null in other states.', {
    nullable: true,
  })
  declare agendaOn?: string | null;

  @field(() => String, "Address of the council's papers, beginning with https://; null: none.", { nullable: true })
  declare agendaUrl?: string | null;

  @field(() => String, 'DECIDED: the decision. DECLINED: the reason. Plain text.', { nullable: true })
  declare answer?: string | null;

  @field(() => Int, 'Increases with every move; moveIdea must name the version that the move is based on.')
  declare version: number;
}

export const IdeaConnectionType = countedConnectionOf(IdeaType, 'Idea');

@ObjectType('CouncilTask', {
  description: 'Idea with enough supporters that must be brought before the council.',
})
export class CouncilTaskType {
  @field(() => DateTime, 'When the idea reached the required number of supporters.')
  declare createdAt: Date;
}

@ObjectType('IdeaUpdate', { description: 'Current state of an idea in a live subscription.' })
export class IdeaUpdateType {
  @field(() => IdeaType, 'The idea.')
  declare idea: IdeaType;

  @field(() => StreamCursor, 'Position of this state; pass it as `after` to receive only newer states.')
  declare cursor: string;
}

@InputType('SubmitIdeaInput', { description: 'A new idea.' })
export class SubmitIdeaInputType {
  @Field(() => ID, { description: 'Group that the idea belongs to, for example the group of the whole town.' })
  declare groupId: string;

  @field(() => String, 'Title, 5 to 120 characters.')
  declare title: string;

  @field(() => String, 'Plain text, 20 to 4,000 characters.')
  declare text: string;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('SupportIdeaInput', { description: 'Input of supportIdea.' })
export class SupportIdeaInputType {
  @Field(() => ID, { description: 'The idea.' })
  declare ideaId: string;

  @field(() => Boolean, 'True: support the idea. False: withdraw the support.')
  declare isOn: boolean;
}

@InputType('MoveIdeaInput', { description: 'Input of moveIdea.' })
export class MoveIdeaInputType {
  @Field(() => ID, { description: 'The idea.' })
  declare ideaId: string;

  @field(() => IdeaStateEnum, 'New state: one of `viewerMoves`.')
  declare to: IdeaState;

  @field(() => Int, 'Version of the idea that the move is based on; an older version is refused with CONFLICT.')
  declare version: number;

  @field(() => String, 'ON_AGENDA, required: the day on which the council meets, YYYY-MM-DD.', { nullable: true })
  declare agendaOn?: string | null;

  @field(() => String, "Address of the council's papers, beginning with https://.", { nullable: true })
  declare agendaUrl?: string | null;

  @field(() => String, 'DECIDED, required: the decision. DECLINED, required: the reason. Up to 4,000 characters.', {
    nullable: true,
  })
  declare answer?: string | null;
}

@ObjectType()
export class IdeaPayloadType extends PayloadType {
  @field(() => IdeaType, 'The idea after the change. With CONFLICT: the current idea, changed by another person.', {
    nullable: true,
  })
  declare idea?: IdeaType | null;
}

@ObjectType()
export class IdeaThresholdPayloadType extends PayloadType {
  @field(() => Int, 'Number of supporters that new ideas need.', { nullable: true })
  declare supporters?: number | null;
}

@InputType('SetIdeaThresholdInput', { description: 'Input of setIdeaThreshold.' })
export class SetIdeaThresholdInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => Int, { description: 'Number of supporters that new ideas need; existing ideas keep their number.' })
  declare supporters: number;
}
