import { choiceOf } from '../kernel/ids.ts';
import type { AttachmentInputType } from './media.attachment.types.ts';
import type { PictureInputType } from './media.types.ts';

/** Files that an input names. */
interface FilesInputType {
  readonly pictures?: readonly PictureInputType[] | null;
  readonly attachments?: readonly AttachmentInputType[] | null;
}

/** The named files, by ids without their types. Errors: BAD_USER_INPUT for ids of another type. */
export function chosenFiles({ pictures, attachments }: FilesInputType) {
  return {
    pictures: pictures?.map((choice) => ({ ...choice, photoId: choiceOf('Photo', choice.photoId) })),
    attachments: attachments?.map((choice) => ({
      ...choice,
      attachmentId: choiceOf('Attachment', choice.attachmentId),
    })),
  };
}
