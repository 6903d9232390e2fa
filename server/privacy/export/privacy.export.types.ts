import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';

@InputType('ExportMyDataInput', { description: 'Input of exportMyData.' })
export class ExportMyDataInputType {
  @Field(() => ID, { description: 'Town on whose page the person asks.' })
  declare municipalityId: string;

  @field(() => String, 'Language of the page in the export, "de" or "en"; null or another one: German.', {
    nullable: true,
  })
  declare locale?: string | null;
}

@ObjectType({ description: 'Payload of mutations that make a link to an export.' })
export class ExportPayloadType extends PayloadType {
  @field(
    () => String,
    'Path of the ZIP on this server. It works once, for ten minutes; with an account only in this session. Null: refused.',
    { nullable: true },
  )
  declare path?: string | null;
}
