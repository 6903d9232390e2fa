import { ID, InputType, Int, ObjectType, Field } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';

@ObjectType('Attachment', {
  implements: NodeType,
  description:
    'PDF that was sent to `POST /upload/<ags>/attachment`; until an object uses it, only its sender sees it. Files are not checked for viruses.',
})
export class AttachmentType {
  declare id: string;

  @field(() => String, 'Title, plain text; empty until an object uses the attachment.')
  declare title: string;

  @field(() => String, 'Content of the file in plain text, for people who cannot open or read it.')
  declare summary: string;

  @field(() => Int, 'Size of the file in bytes.')
  declare bytes: number;
}

@InputType('AttachmentInput', { description: 'Uploaded PDF with its title and summary.' })
export class AttachmentInputType {
  @Field(() => ID, { description: 'The attachment: an unused one of the viewer, or one that the object already has.' })
  declare attachmentId: string;

  @field(() => String, 'Title, 3 to 100 characters.')
  declare title: string;

  @field(() => String, 'Content of the file in words, 10 to 1,000 characters, for people who cannot open or read it.')
  declare summary: string;
}
