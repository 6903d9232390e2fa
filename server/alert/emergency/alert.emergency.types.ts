import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime } from '../../kernel/scalars.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { Tie } from '../alert.audience.service.ts';

const TownTieKindEnum = enumOf<Tie>(
  'TownTieKind',
  'Kind of tie of somebody to a town, by which its emergencies reach this person.',
  {
    GROUP: 'Member or follower of a group of the town.',
    STREET: 'Follows a street of the town, or all of them.',
    RESIDENCE: 'Has proved to live there.',
    EVENT: 'Has answered to a date that is not over.',
    CONSENT: 'Has answered which messages the town may send.',
    STAFF: 'Works in the town hall.',
    CONTACT: 'Gets messages of the town without an account.',
    GIVEN: 'Made the account there, left the group of the town, or chose its emergencies.',
  },
);

@ObjectType('TownTie', { description: 'One thing that ties somebody to a town.' })
export class TownTieType {
  @field(() => TownTieKindEnum, 'Kind of the tie.')
  declare kind: Tie;

  @field(() => String, 'Name of the group, street or event; null: the town itself, or all its streets.', {
    nullable: true,
  })
  declare name?: string | null;
}

@ObjectType('TownEmergencies', {
  description:
    'Whether somebody gets the emergencies of a town, which are warnings from level 3, and its other warnings; and why.',
})
export class TownEmergenciesType {
  @field(() => MunicipalityType, 'The town.')
  declare municipality: MunicipalityType;

  @field(() => Boolean, 'Whether they come.')
  declare isOn: boolean;

  @field(() => DateTime, 'When the recipient ended them; null: it did not.', { nullable: true })
  declare endedAt?: Date | null;

  @field(() => [TownTieType], 'Ties of the recipient to the town, at most 50; empty: there are none any more.')
  declare ties: readonly TownTieType[];
}

@InputType('SetEmergenciesInput', { description: 'Input of setEmergencies.' })
export class SetEmergenciesInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => Boolean, 'Whether its emergencies and other warnings shall come.')
  declare isOn: boolean;
}

@InputType('SetEmergenciesByLinkInput', { description: 'Input of setEmergenciesByLink.' })
export class SetEmergenciesByLinkInputType {
  @Field(() => String, { description: 'Part of the link that follows #.' })
  declare token: string;

  @field(() => Boolean, 'Whether the emergencies and other warnings of the town shall come.')
  declare isOn: boolean;
}

@ObjectType()
export class TownEmergenciesPayloadType extends PayloadType {
  @field(() => TownEmergenciesType, 'The choice after the change; null: the call was refused.', { nullable: true })
  declare emergencies?: TownEmergenciesType | null;
}
