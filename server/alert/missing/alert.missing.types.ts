import { InputType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { UUID } from '../../kernel/scalars.ts';

@InputType('MissingPersonInput', {
  description: 'Missing person of a warning. Shown on the page of the person only, and deleted when the incident ends.',
})
export class MissingPersonInputType {
  @field(() => String, 'Name, 2 to 100 characters. No text of the alert may hold a word of it (NAME_IN_TEXT).')
  declare name: string;

  @field(() => String, 'Age, height, clothes, in words; at most 1,000 characters. Null: none.', { nullable: true })
  declare description?: string | null;

  @field(
    () => UUID,
    'Id of a photo that was uploaded to /missing, or that GET /missing/<id>.json returned for this incident (UNKNOWN_PHOTO). Null: no photo.',
    { nullable: true },
  )
  declare photoId?: string | null;
}
