import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { SignInMethod } from '../kernel/assurance.ts';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime } from '../kernel/scalars.ts';
import { SignInMethodEnum, ViewerType } from './identity.types.ts';

@ObjectType('Session', { description: 'A browser in which the viewer is signed in; visible to the viewer only.' })
export class SessionType {
  @field(() => ID, 'Id of the session, for endSession.')
  declare sessionId: string;

  @field(() => String, 'Browser and system, such as "Firefox, Windows"; null: unknown. The place is not recorded.', {
    nullable: true,
  })
  declare device?: string | null;

  @field(() => SignInMethodEnum, 'Method by which the session was opened.')
  declare method: SignInMethod;

  @field(() => DateTime, 'When the session was opened.')
  declare signedInAt: Date;

  @field(() => String, 'Day of the last use, YYYY-MM-DD.')
  declare lastUsedOn: string;

  @field(() => Boolean, 'True for the session that sends the request.')
  declare isCurrent: boolean;
}

@InputType('EndSessionInput', { description: 'Input of endSession.' })
export class EndSessionInputType {
  @Field(() => ID, { description: 'The session: Session.sessionId.' })
  declare id: string;
}

@ObjectType()
export class SessionsPayloadType extends PayloadType {
  @field(() => ViewerType, 'The account with the remaining sessions.', { nullable: true })
  declare viewer?: ViewerType | null;
}
