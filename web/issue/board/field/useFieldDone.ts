import { ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../../shared/errors.ts';
import type { FieldIssueFragment } from '../../../gql/graphql.ts';
import { newIdempotencyKey } from '../../../shared/idempotency.ts';
import { BadPhoto, shrinkPhoto } from '../../../media/shrink.ts';
import { showToast } from '../../../ui/toast.ts';
import type { useFieldWork } from './useFieldWork.ts';

interface Said {
  readonly message: string | null;
  readonly tellReporter: boolean;
}
interface Asked {
  readonly issue: FieldIssueFragment;
  readonly picture: Blob | null;
}

/** Shrinks and shows a photo on this device; the second tap stores the work. */
export function useFieldDone(ags: () => string, keep: ReturnType<typeof useFieldWork>['keep']) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const asked = shallowRef<Asked | null>(null);
  const isAsking = ref(false);

  const ask = (issue: FieldIssueFragment, picture: Blob | null) => {
    asked.value = { issue, picture };
    isAsking.value = true;
  };
  const takePhoto = async (issue: FieldIssueFragment, file: File) => {
    try {
      ask(issue, await shrinkPhoto(file));
    } catch (error) {
      if (!(error instanceof BadPhoto)) throw error;
      showToast(textOf(error.code), 'danger');
    }
  };
  const finish = async (said: Said) => {
    if (!asked.value) return;
    const { issue, picture } = asked.value;
    isAsking.value = false;
    const { id: issueId, reference, version } = issue;
    const isKept = await keep({
      key: newIdempotencyKey(),
      ags: ags(),
      issueId,
      reference,
      version,
      ...said,
      writtenAt: Date.now(),
      picture: picture && { blob: picture, id: null, isAdded: false },
      refused: null,
    }).catch(() => false);
    if (!isKept) showToast(t('field.notKept'), 'danger');
  };
  return { asked, isAsking, ask, takePhoto, finish };
}
