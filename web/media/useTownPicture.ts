import { computed, ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../shared/errors.ts';
import type { Failure } from '../ui/failure.ts';
import { SetTownPictureDocument, type TownHeadFragment, type TownPicture } from '../gql/graphql.ts';
import { uploadPhoto, UploadRefused } from './upload.ts';
import { showToast } from '../ui/toast.ts';
import { useSend } from '../shared/useSend.ts';

/**
 * Uploads a picture of the town or removes it; the change is visible at once. The file is sent unchanged, because an
 * emblem may be transparent.
 */
export function useTownPicture(town: () => TownHeadFragment, which: () => TownPicture) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(SetTownPictureDocument, (data) => data.setTownPicture);
  const isUploading = ref(false);
  const refusal = shallowRef<Failure | null>(null);

  const set = async (photoId: string | null, said: string) => {
    const done = await send({ input: { municipalityId: town().id, which: which(), photoId } });
    const [refused] = userErrors.value;
    if (refused) refusal.value = { text: textOf(refused.code), reference: null };
    if (done) showToast(said);
  };
  const show = async (file: File) => {
    refusal.value = null;
    isUploading.value = true;
    try {
      const { id } = await uploadPhoto(town().ags, file, '');
      await set(id, t('look.own.shown'));
    } catch (error) {
      if (!(error instanceof UploadRefused)) throw error;
      refusal.value = { text: textOf(error.code), reference: null };
    } finally {
      isUploading.value = false;
    }
  };
  return {
    show,
    remove: () => {
      refusal.value = null;
      return set(null, t('look.own.removed'));
    },
    busy: computed(() => busy.value || isUploading.value),
    failure: computed(() => refusal.value ?? failure.value),
  };
}
