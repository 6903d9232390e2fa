import { Int, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';

@ObjectType('PhotoFile', { description: "One of a photo's two files, WebP without place or device." })
export class PhotoFileType {
  @field(
    () => String,
    "Path below the installation's origin. It opens for whom the photo is shown to (cookie or key); after a claim code it carries a proof that ends after an hour or two.",
  )
  declare url: string;

  @field(() => Int, 'Pixels.')
  declare width: number;

  @field(() => Int, 'Pixels.')
  declare height: number;
}

@ObjectType('Photo', {
  implements: NodeType,
  description:
    'A picture, sent to `POST /upload/<ags>` and then named where it belongs; until then only its sender sees it.',
})
export class PhotoType {
  declare id: string;

  @field(() => String, 'What is to be seen, in words of whoever sent it.', { nullable: true })
  declare alt?: string | null;

  @field(() => Boolean, 'The town hall has approved it: whoever sees its report sees it too.')
  declare isApproved: boolean;

  @field(() => PhotoFileType, 'For lists: at most 480 pixels a side.')
  declare small: PhotoFileType;

  @field(() => PhotoFileType, 'For looking at it: at most 1,600 pixels a side.')
  declare large: PhotoFileType;
}
