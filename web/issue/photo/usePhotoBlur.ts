import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { BlurIssuePhotoDocument } from '../../gql/graphql.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';
import type { Box } from './boxes.ts';

/** Sends the boxes to be blurred; without boxes the original photo is shown again. */
export function usePhotoBlur() {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(BlurIssuePhotoDocument, (data) => data.blurIssuePhoto);

  const blur = async (issueId: string, photoId: string, boxes: readonly Box[]): Promise<boolean> => {
    const wanted = boxes.map(({ x, y, width, height }) => ({ x, y, width, height }));
    const isDone = (await send({ issueId, photoId, boxes: wanted })) !== null;
    if (isDone) showToast(t(wanted.length > 0 ? 'photoWork.saved' : 'photoWork.restored'));
    else showToast(failure.value?.text ?? textOf(userErrors.value[0]?.code ?? 'INTERNAL'), 'danger');
    return isDone;
  };
  return { blur, busy };
}
