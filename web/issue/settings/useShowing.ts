import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import {
  ApprovePhotoDocument,
  HidePhotoDocument,
  SetIssueVisibilityDocument,
  type IssuePartsFragment,
  type PhotoPartsFragment,
} from '../../gql/graphql.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';

/** Publishes a report, and each of its photos. */
export function useShowing() {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const approving = useSend(ApprovePhotoDocument, (data) => data.approvePhoto);
  const hiding = useSend(HidePhotoDocument, (data) => data.hidePhoto);
  const showing = useSend(SetIssueVisibilityDocument, (data) => data.setIssueVisibility);
  type Sending = Pick<typeof approving, 'failure' | 'userErrors'>;

  const complain = ({ failure, userErrors }: Sending) =>
    showToast(failure.value?.text ?? textOf(userErrors.value[0]?.code ?? 'INTERNAL'), 'danger');
  const judge = async ({ id: photoId, isApproved }: PhotoPartsFragment, version: number) => {
    const sending = isApproved ? hiding : approving;
    if (await sending.send({ photoId, version })) showToast(t(isApproved ? 'photo.hidden' : 'photo.shown'));
    else complain(sending);
  };
  const toggle = async ({ id: issueId, isPublic, version }: IssuePartsFragment) => {
    if (!(await showing.send({ issueId, isPublic: !isPublic, version }))) complain(showing);
  };
  return { judge, toggle, busy: computed(() => approving.busy.value || hiding.busy.value || showing.busy.value) };
}
