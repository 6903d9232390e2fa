import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, UUID } from '../kernel/scalars.ts';
import type { HandoverState } from './open311.outgoing.entity.ts';

const HandoverStateEnum = {
  WAITING: 'WAITING',
  SENDING: 'SENDING',
  SENT: 'SENT',
  CLOSED: 'CLOSED',
  REFUSED: 'REFUSED',
  UNCLEAR: 'UNCLEAR',
  FAILED: 'FAILED',
  ENDED: 'ENDED',
} as const satisfies Record<HandoverState, HandoverState>;
registerEnumType(HandoverStateEnum, {
  name: 'HandoverState',
  description: 'How a report stands at the other server.',
  valuesConfig: {
    WAITING: { description: 'It will be sent.' },
    SENDING: { description: 'It is being sent, again if need be.' },
    SENT: { description: 'It is there; how it stands is asked every half hour.' },
    CLOSED: { description: 'It is settled there; the desk was told.' },
    REFUSED: { description: 'It was not taken; the desk was told why.' },
    UNCLEAR: { description: 'Nobody can say whether it arrived; the desk was told.' },
    FAILED: { description: 'It did not arrive; the desk was told.' },
    ENDED: { description: 'It is no longer asked after.' },
  },
});

@ObjectType('Open311Server', {
  implements: NodeType,
  description: "Somebody else's GeoReport v2 server that takes reports of the town; its key is never shown.",
})
export class Open311ServerType {
  declare id: string;

  @field(() => String, 'Whose it is; reporters are told.')
  declare name: string;

  @field(() => String, 'Its address.')
  declare url: string;

  @field(() => String, 'Which place it is there.', { nullable: true })
  declare jurisdictionId?: string | null;

  @field(() => String, 'Which of its services takes them.')
  declare serviceCode: string;
}

@ObjectType('IssueHandover', { description: 'How a report stands where it was passed on to; staff of the town only.' })
export class IssueHandoverType {
  @field(() => HandoverStateEnum, 'How it stands.')
  declare state: HandoverState;

  @field(() => String, 'Its number there.', { nullable: true })
  declare foreignId?: string | null;

  @field(() => String, 'What they say about it, in their words.', { nullable: true })
  declare said?: string | null;

  @field(() => DateTime, 'When they last said how it stands.', { nullable: true })
  declare askedAt?: Date | null;
}

@ObjectType('Open311Service', { description: 'One of the services of such a server.' })
export class Open311ServiceType {
  @field(() => String, 'How it is named in requests.')
  declare code: string;

  @field(() => String, 'How it is named to people.')
  declare name: string;
}

@InputType('TryOpen311ServerInput', { description: 'A server that is perhaps going to be named.' })
export class TryOpen311ServerInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'Its https address, what stands before `/services.json`.')
  declare url: string;

  @field(() => String, 'Which place it is there, if it is for many.', { nullable: true })
  declare jurisdictionId?: string | null;
}

@ObjectType()
export class TryOpen311ServerPayloadType extends PayloadType {
  @Field(() => [Open311ServiceType], { nullable: true, description: 'What it offers. At most 200.' })
  declare services?: Open311ServiceType[] | null;
}

@InputType('AddOpen311ServerInput', { description: 'A server that reports may be passed on to.' })
export class AddOpen311ServerInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'Whose it is, 2 to 80 characters; reporters are told.')
  declare name: string;

  @field(() => String, 'Its https address, what stands before `/requests.json`.')
  declare url: string;

  @field(() => String, 'Which place it is there, if it is for many.', { nullable: true })
  declare jurisdictionId?: string | null;

  @field(() => String, 'Which of its services takes the reports.')
  declare serviceCode: string;

  @field(() => String, 'The key it gave to the town; never shown again.', { nullable: true })
  declare apiKey?: string | null;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@ObjectType()
export class Open311ServerPayloadType extends PayloadType {
  @field(() => Open311ServerType, 'The server.', { nullable: true })
  declare server?: Open311ServerType | null;
}

@InputType('HandOverIssueInput', { description: 'A report that somebody with a server of their own looks after.' })
export class HandOverIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => Int, 'The version the decision was made on; an older one is a CONFLICT.')
  declare version: number;

  @Field(() => ID, { description: 'To which server.' })
  declare serverId: string;

  @field(() => String, 'What you say besides, up to 1,000 characters; it may be shown to everybody there.', {
    nullable: true,
  })
  declare note?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Mail the reporter about it.' })
  declare tellReporter: boolean;
}

@InputType('RemoveOpen311ServerInput', { description: 'Input of removeOpen311Server.' })
export class RemoveOpen311ServerInputType {
  @Field(() => ID, { description: 'The server.' })
  declare serverId: string;
}

@InputType('PursueHandoverInput', { description: 'Input of pursueHandover.' })
export class PursueHandoverInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;
}
