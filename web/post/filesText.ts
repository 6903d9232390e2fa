import type { PostPartsFragment } from '../gql/graphql.ts';
import type { FilesText } from './postText.ts';

type Files = Pick<PostPartsFragment, 'pictures' | 'attachments'>;

/** Pictures and PDFs of an existing object as its form shows them; without an object: none. */
export function filesOf(object: Files | null | undefined): FilesText {
  return {
    pictures: object?.pictures.map(({ id, small, alt }) => ({ photoId: id, url: small.url, alt: alt ?? '' })) ?? [],
    attachments: object?.attachments.map(({ id, title, summary }) => ({ attachmentId: id, title, summary })) ?? [],
  };
}

/** Pictures and PDFs as the server takes them. */
export function filesToSend({ pictures, attachments }: FilesText) {
  return { pictures: pictures.map(({ photoId, alt }) => ({ photoId, alt })), attachments };
}
