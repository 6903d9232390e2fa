import { emptyDraft, keepKeysAhead, type PictureDraft, type PollDraft } from './pollDraft.ts';

/**
 * Part of a draft that is stored in the browser: everything except pictures that are not uploaded yet, because a file
 * would fill the storage.
 */
export function storePoll(draft: PollDraft): object {
  const questions = draft.questions.map((question) => ({
    ...question,
    options: question.options.map((option) => ({ ...option, picture: storePicture(option.picture) })),
  }));
  return { ...draft, questions };
}

/** Draft for a stored part. */
export function restorePoll(stored: Partial<PollDraft>): PollDraft {
  const draft = { ...emptyDraft(), ...stored };
  draft.questions = draft.questions.map((question) => ({
    ...question,
    options: question.options.map((option) => ({ ...option, picture: restorePicture(option.picture) })),
  }));
  keepKeysAhead(draft);
  return draft;
}

type StoredPicture = Omit<PictureDraft, 'blob'>;

function storePicture(picture: PictureDraft | null): StoredPicture | null {
  if (picture === null || picture.preview.startsWith('blob:')) return null;
  const { preview, alt, id } = picture;
  return { preview, alt, id };
}

function restorePicture(picture: StoredPicture | null): PictureDraft | null {
  return picture && { ...picture, blob: async () => (await fetch(picture.preview)).blob() };
}
