import { onUnmounted, ref, shallowRef } from 'vue';
import { BadPhoto, shrinkPhoto } from '../../media/shrink.ts';
import { UploadRefused } from '../../media/upload.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import type { Failure } from '../../ui/failure.ts';
import { uploadPersonPhoto } from './missingPerson.ts';

/** Photo of a missing person in the composer: drawn again on this device, uploaded, and shown from memory. */
export function usePersonPhoto(ags: () => string) {
  const { textOf } = useErrorTexts();
  const photoId = ref<string | null>(null);
  /** Address of the picture in memory; null: none was chosen. */
  const preview = ref<string | null>(null);
  const busy = ref(false);
  const failure = shallowRef<Failure | null>(null);

  const remove = (): void => {
    if (preview.value !== null) URL.revokeObjectURL(preview.value);
    preview.value = null;
    photoId.value = null;
  };
  const choose = async (file: File): Promise<void> => {
    busy.value = true;
    failure.value = null;
    try {
      const photo = await shrinkPhoto(file);
      const id = await uploadPersonPhoto(ags(), photo);
      remove();
      photoId.value = id;
      preview.value = URL.createObjectURL(photo);
    } catch (error) {
      if (!(error instanceof BadPhoto) && !(error instanceof UploadRefused)) throw error;
      failure.value = { text: textOf(error.code), reference: null, isCut: error.code === 'NETWORK' };
    } finally {
      busy.value = false;
    }
  };
  onUnmounted(remove);
  return { photoId, preview, choose, remove, busy, failure };
}
