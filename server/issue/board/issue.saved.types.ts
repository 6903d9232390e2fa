import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { UUID } from '../../kernel/scalars.ts';

@ObjectType('SavedFilter', {
  implements: NodeType,
  description: 'A filter of the board that the viewer has saved; visible to the viewer only.',
})
export class SavedFilterType {
  declare id: string;

  @field(() => String, 'Name that the viewer gave to the filter.')
  declare name: string;

  @field(() => String, "Query of the address of the board's page, such as `mine=yes&street=Rhein`.")
  declare query: string;
}

@InputType('SaveFilterInput', { description: 'Input of saveFilter.' })
export class SaveFilterInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'Name, 1 to 60 characters; unique among the filters of the viewer in this town.')
  declare name: string;

  @field(() => String, "Query of the address of the board's page, 1 to 1,000 characters.")
  declare query: string;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('RenameFilterInput', { description: 'Input of renameFilter.' })
export class RenameFilterInputType {
  @Field(() => ID, { description: 'The saved filter.' })
  declare id: string;

  @field(() => String, 'New name, 1 to 60 characters; unique among the filters of the viewer in this town.')
  declare name: string;
}

@InputType('RemoveFilterInput', { description: 'Input of removeFilter.' })
export class RemoveFilterInputType {
  @Field(() => ID, { description: 'The saved filter.' })
  declare id: string;
}

@ObjectType()
export class SavedFilterPayloadType extends PayloadType {
  @field(() => SavedFilterType, 'The saved filter.', { nullable: true })
  declare savedFilter?: SavedFilterType | null;
}

@ObjectType()
export class RemoveFilterPayloadType extends PayloadType {
  @Field(() => ID, { nullable: true, description: 'Id of the deleted filter.' })
  declare removedId?: string | null;
}
