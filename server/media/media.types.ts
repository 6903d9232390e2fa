import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';

@ObjectType('PhotoFile', { description: "One of a photo's two files, WebP without metadata such as place or device." })
export class PhotoFileType {
  @field(
    () => String,
    "Path below the installation's origin. Cookie or key must allow reading the photo; after a claim code the path carries a proof that expires after one to two hours.",
  )
  declare url: string;

  @field(() => Int, 'Width in pixels.')
  declare width: number;

  @field(() => Int, 'Height in pixels.')
  declare height: number;
}

@ObjectType('Photo', {
  implements: NodeType,
  description: 'A picture that was sent to `POST /upload/<ags>`; until an object uses it, only its sender sees it.',
})
export class PhotoType {
  declare id: string;

  @field(() => String, 'Description of the picture by its sender; null if none was given.', { nullable: true })
  declare alt?: string | null;

  @field(() => Boolean, 'Whether the town hall has approved it: then everybody who sees the report sees the photo.')
  declare isApproved: boolean;

  @field(() => PhotoFileType, 'Small file for lists: at most 480 pixels a side.')
  declare small: PhotoFileType;

  @field(() => PhotoFileType, 'Large file: at most 1,600 pixels a side.')
  declare large: PhotoFileType;
}

@InputType('PictureInput', { description: 'Uploaded photo with its alternative text.' })
export class PictureInputType {
  @Field(() => ID, { description: 'The photo: an unused one of the viewer, or one that the object already has.' })
  declare photoId: string;

  @field(() => String, 'Description of the picture for people who cannot see it, 1 to 300 characters.')
  declare alt: string;
}
