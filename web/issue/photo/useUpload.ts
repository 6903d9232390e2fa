import { ref, shallowRef } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import type { Failure } from '../../ui/failure.ts';
import { uploadPhoto, UploadRefused } from '../../media/upload.ts';
import type { DraftPhoto } from './usePhotos.ts';

/** Uploads missing photos; returns all ids in order, or null with the reason in `failure`. */
export function useUpload(ags: () => string) {
  const { textOf } = useErrorTexts();
  const isUploading = ref(false);
  const failure = shallowRef<Failure | null>(null);

  const upload = async (photos: readonly DraftPhoto[]): Promise<string[] | null> => {
    failure.value = null;
    isUploading.value = true;
    try {
      for (const photo of photos) photo.id ??= await uploadPhoto(ags(), photo.blob, photo.alt.trim());
      return photos.flatMap(({ id }) => id ?? []);
    } catch (error) {
      if (!(error instanceof UploadRefused)) throw error;
      failure.value = { text: textOf(error.code), reference: null, isCut: error.code === 'NETWORK' };
      return null;
    } finally {
      isUploading.value = false;
    }
  };
  return { upload, isUploading, failure };
}
