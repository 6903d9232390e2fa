import { Field, ID, InputType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import type { SeenDocument } from './privacy.counter.events.ts';

const SeenDocumentEnum = enumOf<SeenDocument>(
  'SeenDocument',
  'Document by which the identity of a person was checked.',
  {
    ID_CARD: 'An identity card.',
    PASSPORT: 'A passport.',
    OTHER_DOCUMENT: 'Another official document with a photo.',
  },
);

@InputType('ExportAtCounterInput', { description: 'Input of exportAtCounter.' })
export class ExportAtCounterInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'E-mail address with which the person signs in.')
  declare email: string;

  @field(() => SeenDocumentEnum, 'How the identity was checked on the spot; the audit trail keeps it.')
  declare seen: SeenDocument;

  @field(() => String, 'Language of the page in the export, "de" or "en"; null or another one: German.', {
    nullable: true,
  })
  declare locale?: string | null;
}

@InputType('EraseAtCounterInput', { description: 'Input of eraseAtCounter.' })
export class EraseAtCounterInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'E-mail address with which the person signs in.')
  declare email: string;

  @field(() => SeenDocumentEnum, 'How the identity was checked on the spot; the audit trail keeps it.')
  declare seen: SeenDocument;

  @field(() => Boolean, "True: the person's texts and photos go too. False or null: they stay without the author.", {
    nullable: true,
  })
  declare withTexts?: boolean | null;
}
