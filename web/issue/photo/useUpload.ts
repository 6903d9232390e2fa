import { ref, shallowRef } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import type { Failure } from '../../ui/failure.ts';
import type { ReportIssueInput } from '../../gql/graphql.ts';
import { type UploadedPhoto, uploadPhoto, UploadRefused } from '../../media/upload.ts';
import type { DraftPhoto } from './usePhotos.ts';

/** Uploads missing photos; returns the input for all in order, or null with the reason in `failure`. */
export function useUpload(ags: () => string) {
  const { textOf } = useErrorTexts();
  const isUploading = ref(false);
  const failure = shallowRef<Failure | null>(null);

  const upload = async (photos: readonly DraftPhoto[]): Promise<SentPhotos | null> => {
    failure.value = null;
    isUploading.value = true;
    try {
      for (const photo of photos) photo.uploaded ??= await uploadPhoto(ags(), photo.blob, photo.alt.trim());
      return sentPhotos(photos);
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

/** Fields of the input of a report that name its photos. */
type SentPhotos = Required<Pick<ReportIssueInput, 'photoIds' | 'photoProofs'>>;

/** Input for the uploaded ones of these photos, in their order. */
export function sentPhotos(photos: readonly { readonly uploaded: UploadedPhoto | null }[]): SentPhotos {
  const known = photos.flatMap(({ uploaded }) => uploaded ?? []);
  return { photoIds: known.map(({ id }) => id), photoProofs: known.flatMap(({ proof }) => proof ?? []) };
}
