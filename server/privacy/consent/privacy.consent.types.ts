import { Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { DateTime } from '../../kernel/scalars.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { ConsentState } from './privacy.consent.service.ts';

const ConsentStateEnum = enumOf<ConsentState>('ConsentState', 'Whether a consent counts.', {
  VALID: 'The consent counts.',
  REPLACED: 'A later answer for the same town took its place.',
  WITHDRAWN: 'Withdrawn: the mails were switched off, or address, device or groups were removed.',
  UNCONFIRMED: 'The owner of the address has not confirmed it.',
});

@ObjectType('OwnConsent', {
  description: 'Answer of the viewer to the question which messages a town may send; visible to the viewer only.',
})
export class OwnConsentType {
  @field(() => MunicipalityType, 'Town that may send the messages.')
  declare municipality: MunicipalityType;

  @field(
    () => String,
    'The answer. With an account: APP_ONLY, WEEKLY or AT_ONCE (see StartChoice). Without one: the way, EMAIL, ADDRESS (a further address), PUSH or SMS, or EVENT (answer for a date).',
  )
  declare choice: string;

  @field(() => Int, 'Version of the words of the question.')
  declare wording: number;

  @field(() => [String], 'Names of the groups that the answer names; empty: none. At most 50.')
  declare groups: readonly string[];

  @field(() => [String], 'Streets that the answer names, with the house; empty: none. At most 50.')
  declare streets: readonly string[];

  @field(() => Boolean, 'Whether the answer names all streets of the town.')
  declare allStreets: boolean;

  @field(() => DateTime, 'When the answer was given.')
  declare givenAt: Date;

  @field(() => DateTime, 'When the owner of the address confirmed with the link of a mail; null: not, or not needed.', {
    nullable: true,
  })
  declare confirmedAt?: Date | null;

  @field(() => ConsentStateEnum, 'Whether it counts.')
  declare state: ConsentState;
}
