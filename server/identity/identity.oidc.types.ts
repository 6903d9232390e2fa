import { InputType, ObjectType } from 'type-graphql';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { AssuranceLevelEnum } from './identity.types.ts';

@ObjectType('IdentityService', { description: 'A service that confirms the identity of people by OpenID Connect.' })
export class IdentityServiceType {
  @field(() => String, 'Key of the service in the configuration of the installation.')
  declare key: string;

  @field(() => String, 'Name of the service as shown to people.')
  declare name: string;

  @field(
    () => [AssuranceLevelEnum],
    'Levels above BASIC that the service can confirm; the level depends on the means that a person uses there.',
  )
  declare levels: readonly AssuranceLevel[];
}

@InputType('StartIdentificationInput', { description: 'Input of startIdentification.' })
export class StartIdentificationInputType {
  @field(() => String, 'Key of one of Municipality.identityServices.')
  declare serviceKey: string;

  @field(() => String, 'Official key of the town whose page starts the identification.')
  declare ags: string;

  @field(() => AssuranceLevelEnum, 'Least level that must be proven; any level if absent.', { nullable: true })
  declare level?: AssuranceLevel | null;

  @field(() => String, 'Path of this site to which the browser is sent afterwards.', { nullable: true })
  declare next?: string | null;
}

@ObjectType()
export class StartIdentificationPayloadType extends PayloadType {
  @field(
    () => String,
    'Address of the service for this browser; the identification must be finished within ten minutes.',
    { nullable: true },
  )
  declare url?: string | null;
}
