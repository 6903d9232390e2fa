import { ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { AddIssuePhotoDocument, RemoveIssuePhotoDocument, type IssuePartsFragment } from '../../gql/graphql.ts';
import { newIdempotencyKey } from '../../shared/idempotency.ts';
import { BadPhoto, shrinkPhoto } from '../../media/shrink.ts';
import { uploadPhoto, UploadRefused } from '../../media/upload.ts';
import { useTown } from '../../municipality/useTown.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';

/** Staff's acts on the photos of a report: add one of the current state, remove one. */
export function usePhotoWork(issue: () => Pick<IssuePartsFragment, 'id' | 'version'>) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const { ags } = useTown();
  const adding = useSend(AddIssuePhotoDocument, (data) => data.addIssuePhoto);
  const removing = useSend(RemoveIssuePhotoDocument, (data) => data.removeIssuePhoto);
  const isSending = ref(false);
  const complain = ({ failure, userErrors }: Pick<typeof adding, 'failure' | 'userErrors'>) =>
    showToast(failure.value?.text ?? textOf(userErrors.value[0]?.code ?? 'INTERNAL'), 'danger');

  const add = async (file: File, isApproved: boolean) => {
    if (isSending.value) return;
    isSending.value = true;
    try {
      const { id: issueId, version } = issue();
      const { id: photoId } = await uploadPhoto(ags.value, await shrinkPhoto(file), '');
      const idempotencyKey = newIdempotencyKey();
      const input = { issueId, version, photoId, stage: 'AFTER' as const, isApproved, idempotencyKey };
      if (await adding.send({ input })) showToast(t('photoWork.added'));
      else complain(adding);
    } catch (error) {
      if (!(error instanceof BadPhoto) && !(error instanceof UploadRefused)) throw error;
      showToast(textOf(error.code), 'danger');
    } finally {
      isSending.value = false;
    }
  };
  const remove = async (photoId: string) => {
    if (await removing.send({ issueId: issue().id, photoId, version: issue().version }))
      showToast(t('photoWork.removed'));
    else complain(removing);
  };
  return { add, remove, isSending, isRemoving: removing.busy };
}
