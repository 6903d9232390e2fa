import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, StreamCursor, UUID } from '../kernel/scalars.ts';
import type { IdeaState } from './idea.entity.ts';

export const IdeaStateEnum = enumOf<IdeaState>('IdeaState', 'Where an idea stands.', {
  SUBMITTED: 'The town hall reads it; nobody else sees it but its author.',
  OPEN: 'Everybody sees it and may support it.',
  UNDER_REVIEW: 'The town hall looks into it; it may still be supported.',
  ON_AGENDA: 'The council deals with it on agendaOn.',
  DECIDED: 'The answer says what was decided.',
  DECLINED: 'The answer says why not.',
  WITHDRAWN: 'Its author took it back.',
});

@ObjectType('Idea', { implements: NodeType, description: 'What somebody of the town would like to happen.' })
export class IdeaType {
  declare id: string;

  @field(() => String, 'In one line.')
  declare title: string;

  @field(() => String, 'What and why, in plain text.')
  declare text: string;

  @field(() => IdeaStateEnum, 'Where it stands.')
  declare state: IdeaState;

  @field(() => Int, 'So many people must support it to bring it before the council; fixed when it was written.')
  declare threshold: number;

  @field(() => Int, 'People who support it.')
  declare supportCount: number;

  @field(() => DateTime, 'When it had the supporters it needs; stays, whatever comes after.', { nullable: true })
  declare reachedAt?: Date | null;

  @field(() => DateTime, 'When it was written.')
  declare createdAt: Date;

  @field(() => DateTime, 'When it came where it stands.')
  declare movedAt: Date;

  @field(() => String, 'ON_AGENDA: the day the council meets, YYYY-MM-DD.', { nullable: true })
  declare agendaOn?: string | null;

  @field(() => String, "Address of the council's papers: https.", { nullable: true })
  declare agendaUrl?: string | null;

  @field(() => String, 'What was decided, or why it was declined, in plain text.', { nullable: true })
  declare answer?: string | null;

  @field(() => Int, 'Counts its moves: a move names the one it was decided on.')
  declare version: number;
}

export const IdeaConnectionType = countedConnectionOf(IdeaType, 'Idea');

@ObjectType('CouncilTask', {
  description: 'An idea that has the supporters it needs: to be brought before the council.',
})
export class CouncilTaskType {
  @field(() => DateTime, 'Since when.')
  declare createdAt: Date;
}

@ObjectType('IdeaUpdate', { description: 'An idea as it is now.' })
export class IdeaUpdateType {
  @field(() => IdeaType, 'The idea.')
  declare idea: IdeaType;

  @field(() => StreamCursor, 'Position of this state: give it as `after` to hear only what is newer.')
  declare cursor: string;
}

@InputType('SubmitIdeaInput', { description: 'A new idea.' })
export class SubmitIdeaInputType {
  @Field(() => ID, { description: 'For which group: for example the town itself.' })
  declare groupId: string;

  @field(() => String, '5 to 120 characters.')
  declare title: string;

  @field(() => String, '20 to 4,000 characters of plain text.')
  declare text: string;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('SupportIdeaInput', { description: 'To support an idea, or no longer.' })
export class SupportIdeaInputType {
  @Field(() => ID, { description: 'The idea.' })
  declare ideaId: string;

  @field(() => Boolean, 'False: the support is taken back.')
  declare isOn: boolean;
}

@InputType('MoveIdeaInput', { description: 'A step of an idea.' })
export class MoveIdeaInputType {
  @Field(() => ID, { description: 'The idea.' })
  declare ideaId: string;

  @field(() => IdeaStateEnum, 'Where to: one of its moves.')
  declare to: IdeaState;

  @field(() => Int, 'The version this was decided on; older: CONFLICT.')
  declare version: number;

  @field(() => String, 'ON_AGENDA: the day the council meets, YYYY-MM-DD.', { nullable: true })
  declare agendaOn?: string | null;

  @field(() => String, "Address of the council's papers, beginning with https://.", { nullable: true })
  declare agendaUrl?: string | null;

  @field(() => String, 'DECIDED: what was decided. DECLINED: why not. Up to 4,000 characters.', { nullable: true })
  declare answer?: string | null;
}

@ObjectType()
export class IdeaPayloadType extends PayloadType {
  @field(() => IdeaType, 'The idea as it is now; with CONFLICT as somebody else left it.', { nullable: true })
  declare idea?: IdeaType | null;
}

@ObjectType()
export class IdeaThresholdPayloadType extends PayloadType {
  @field(() => Int, 'How many supporters new ideas need.', { nullable: true })
  declare supporters?: number | null;
}

@InputType('SetIdeaThresholdInput', { description: 'Input of setIdeaThreshold.' })
export class SetIdeaThresholdInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => Int, { description: 'From now on; ideas that are written keep theirs.' })
  declare supporters: number;
}
