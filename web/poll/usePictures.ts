import { ref, shallowRef } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import type { Failure } from '../ui/failure.ts';
import { UploadRefused, uploadPhoto } from '../media/upload.ts';
import type { PictureDraft, PollDraft } from './pollDraft.ts';

/** Uploads the pictures of a new poll just before the poll; uploaded ones are not sent again. */
export function usePictures(ags: () => string) {
  const { textOf } = useErrorTexts();
  const busy = ref(false);
  const failure = shallowRef<Failure | null>(null);

  /** Uploads missing pictures; false if one failed. */
  const sendPictures = async (draft: PollDraft): Promise<boolean> => {
    failure.value = null;
    busy.value = true;
    try {
      for (const picture of picturesOf(draft))
        picture.id ??= (await uploadPhoto(ags(), await picture.blob(), picture.alt.trim())).id;
      return true;
    } catch (error) {
      if (!(error instanceof UploadRefused)) throw error;
      failure.value = { text: textOf(error.code), reference: null, isCut: error.code === 'NETWORK' };
      return false;
    } finally {
      busy.value = false;
    }
  };
  return { sendPictures, busy, failure };
}

/** Whether a picture lacks a description for people who cannot see it. */
export function isWordless(draft: PollDraft): boolean {
  return picturesOf(draft).some(({ alt }) => alt.trim() === '');
}

function picturesOf({ questions }: PollDraft): PictureDraft[] {
  const shown = questions.filter(({ kind }) => kind !== 'TEXT');
  return shown.flatMap(({ options }) => options.flatMap(({ picture }) => picture ?? []));
}
