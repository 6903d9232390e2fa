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
  description: 'State of a report at the other server.',
  valuesConfig: {
    WAITING: { description: 'The report will be sent.' },
    SENDING: { description: 'The report is being sent, with retries.' },
    SENT: { description: 'The report arrived; its state is polled every half hour.' },
    CLOSED: { description: 'The report is settled there; the desk was notified.' },
    REFUSED: { description: 'The report was refused; the desk was notified of the reason.' },
    UNCLEAR: { description: 'Unclear whether the report arrived; the desk was notified.' },
    FAILED: { description: 'The report did not arrive; the desk was notified.' },
    ENDED: { description: 'The state is no longer polled.' },
  },
});

@ObjectType('Open311Server', {
  implements: NodeType,
  description: 'GeoReport v2 server of another body that accepts reports of the town; its key is never returned.',
})
export class Open311ServerType {
  declare id: string;

  @field(() => String, 'Name of the body that operates the server; visible to reporters.')
  declare name: string;

  @field(() => String, 'Base address of the server.')
  declare url: string;

  @field(() => String, 'Id of the town on the server, `jurisdiction_id`; null: the server needs none.', {
    nullable: true,
  })
  declare jurisdictionId?: string | null;

  @field(() => String, 'Code of the service that receives the reports.')
  declare serviceCode: string;
}

@ObjectType('IssueHandover', { description: 'State of a report at another server; for staff of the town only.' })
export class IssueHandoverType {
  @field(() => HandoverStateEnum, 'The state.')
  declare state: HandoverState;

  @field(() => String, 'Id of the report there; null: not known yet.', { nullable: true })
  declare foreignId?: string | null;

  @field(() => String, 'Last text of the other server about the report; null: none.', { nullable: true })
  declare said?: string | null;

  @field(() => DateTime, 'Time of the last answer about the state; null: none yet.', { nullable: true })
  declare askedAt?: Date | null;
}

@ObjectType('Open311Service', { description: 'A service of an Open311 server.' })
export class Open311ServiceType {
  @field(() => String, 'Code of the service in requests.')
  declare code: string;

  @field(() => String, 'Name of the service for people.')
  declare name: string;
}

@InputType('TryOpen311ServerInput', { description: 'A server to query before it is added.' })
export class TryOpen311ServerInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'Base address, https: the part before `/services.json`.')
  declare url: string;

  @field(() => String, 'Id of the town on the server, `jurisdiction_id`, if the server needs one.', { nullable: true })
  declare jurisdictionId?: string | null;
}

@ObjectType()
export class TryOpen311ServerPayloadType extends PayloadType {
  @Field(() => [Open311ServiceType], { nullable: true, description: 'Services that the server offers. At most 200.' })
  declare services?: Open311ServiceType[] | null;
}

@InputType('AddOpen311ServerInput', { description: 'A server that reports may be sent to.' })
export class AddOpen311ServerInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'Name of the body that operates the server, 2 to 80 characters; visible to reporters.')
  declare name: string;

  @field(() => String, 'Base address, https: the part before `/requests.json`.')
  declare url: string;

  @field(() => String, 'Id of the town on the server, `jurisdiction_id`, if the server needs one.', { nullable: true })
  declare jurisdictionId?: string | null;

  @field(() => String, 'Code of the service that receives the reports.')
  declare serviceCode: string;

  @field(() => String, 'API key of the town on the server; never returned.', { nullable: true })
  declare apiKey?: string | null;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@ObjectType()
export class Open311ServerPayloadType extends PayloadType {
  @field(() => Open311ServerType, 'The server.', { nullable: true })
  declare server?: Open311ServerType | null;
}

@InputType('HandOverIssueInput', { description: 'Input of handOverIssue.' })
export class HandOverIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT.')
  declare version: number;

  @Field(() => ID, { description: 'The server to send it to.' })
  declare serverId: string;

  @field(() => String, 'Additional text, up to 1,000 characters; the other server may publish it.', {
    nullable: true,
  })
  declare note?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Notify the reporter.' })
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
