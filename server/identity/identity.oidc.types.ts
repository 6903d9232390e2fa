import { InputType, ObjectType } from 'type-graphql';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { AssuranceLevelEnum } from './identity.types.ts';

@ObjectType('IdentityService', { description: 'A service that confirms who somebody is, by OpenID Connect.' })
export class IdentityServiceType {
  @field(() => String, 'Its key at this installation.')
  declare key: string;

  @field(() => String, 'As people know it.')
  declare name: string;

  @field(
    () => [AssuranceLevelEnum],
    'The levels above BASIC it can tell; which one depends on what somebody uses there.',
  )
  declare levels: readonly AssuranceLevel[];
}

@InputType('StartIdentificationInput', { description: 'Where somebody wants to prove who they are, and for what.' })
export class StartIdentificationInputType {
  @field(() => String, 'The service, one of Municipality.identityServices.')
  declare serviceKey: string;

  @field(() => String, 'Official key of the town whose page asks.')
  declare ags: string;

  @field(() => AssuranceLevelEnum, 'What must be proven; whatever the service tells, if absent.', { nullable: true })
  declare level?: AssuranceLevel | null;

  @field(() => String, 'Where to go afterwards: a path of this site.', { nullable: true })
  declare next?: string | null;
}

@ObjectType()
export class StartIdentificationPayloadType extends PayloadType {
  @field(() => String, 'The address of the service to go to, in this browser, within ten minutes.', { nullable: true })
  declare url?: string | null;
}
