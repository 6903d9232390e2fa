import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { AttachmentRow } from './media.attachment.entity.ts';
import { attachmentPath } from './media.attachment.service.ts';
import { AttachmentType } from './media.attachment.types.ts';

@Resolver(() => AttachmentType)
export class AttachmentResolver {
  @FieldResolver(() => String, {
    complexity: () => 0, // computed from the row
    description:
      "Path of the file below the installation's origin; browsers save it. Cookie or key must allow reading what it is attached to.",
  })
  url(@Root() attachment: AttachmentRow): string {
    return attachmentPath(attachment);
  }
}
