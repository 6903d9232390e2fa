import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import {
  ApproveWaitingPhotoDocument,
  HideWaitingPhotoDocument,
  ReturnPhotoDocument,
  type WaitingPhotoPartsFragment,
} from '../../../gql/graphql.ts';
import { useErrorTexts } from '../../../shared/errors.ts';
import { useSend } from '../../../shared/useSend.ts';
import { useUndoKey } from '../../../shared/useUndoKey.ts';
import { showToast, showWithAct } from '../../../ui/toast.ts';

interface Queue {
  /** Shows a photo that waits again. */
  show(photoId: string): Promise<void>;
  refetch(): unknown;
}

/** Decisions about waiting photos; each can be undone for ten seconds, by the message's button or Ctrl+Z. */
export function useDeciding({ show, refetch }: Queue) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const approving = useSend(ApproveWaitingPhotoDocument, (data) => data.approvePhoto);
  const hiding = useSend(HideWaitingPhotoDocument, (data) => data.hidePhoto);
  const returning = useSend(ReturnPhotoDocument, (data) => data.hidePhoto);
  const busy = computed(() => approving.busy.value || hiding.busy.value);
  useUndoKey();

  const takeBack = async (photoId: string, reference: string, takesBack: string) => {
    if (await returning.send({ photoId, takesBack })) {
      showToast(t('photoQueue.returned', { reference }));
      await show(photoId);
    } else {
      const code = returning.userErrors.value[0]?.code ?? 'INTERNAL';
      showToast(returning.failure.value?.text ?? textOf(code), 'danger');
    }
  };
  const explain = (sending: typeof approving | typeof hiding, reference: string) => {
    const code = sending.userErrors.value[0]?.code;
    const isShown = sending.refused.value?.photo?.isApproved === true;
    if (code === 'PHOTO_JUDGED')
      showToast(t(isShown ? 'photoQueue.judgedShown' : 'photoQueue.judgedHidden', { reference }));
    else {
      const lost = sending.failure.value;
      if (lost) showToast(lost.text, 'danger');
      else showToast(t('photoQueue.gone', { reference }));
      if (lost?.isCut !== true) refetch();
    }
  };
  const decide = async ({ photo, issue: { reference } }: WaitingPhotoPartsFragment, isApproved: boolean) => {
    if (busy.value) return;
    const sending = isApproved ? approving : hiding;
    const judgedAt = (await sending.send({ photoId: photo.id }))?.photo?.judgedAt;
    if (judgedAt == null) return explain(sending, reference);
    showWithAct(t(isApproved ? 'photoQueue.shown' : 'photoQueue.hidden', { reference }), {
      label: t('board.undo'),
      run: () => void takeBack(photo.id, reference, judgedAt),
    });
  };
  return { decide, busy };
}
