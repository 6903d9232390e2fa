import { computed, onMounted } from 'vue';
import { useErrorTexts } from '../../../shared/errors.ts';
import { useViewer } from '../../../identity/useViewer.ts';
import { keepPhotos } from '../../../media/keptPhotos.ts';
import { keepDraft } from './reportDraft.ts';
import { dropWaiting, look, waiting } from './outbox.ts';
import type { WaitingReport } from './waiting.ts';

/** Reports of a town on this device that the viewer may see. */
export function useOutbox(ags: () => string) {
  const { viewer } = useViewer();
  const { textOf } = useErrorTexts();
  onMounted(look);
  const isMine = ({ by }: WaitingReport): boolean => by === null || by === viewer.value?.id;
  return {
    reports: computed(() => waiting.value.filter((report) => report.ags === ags() && isMine(report))),
    reasonOf: ({ refused }: WaitingReport) => (refused === null ? null : textOf(refused)),
    drop: dropWaiting,
    /** Turns a refused report into a draft again, so that it can be corrected. */
    reopen: async (report: WaitingReport) => {
      keepDraft(report.ags, report.draft, report.photos.length > 0);
      await keepPhotos(`report.${report.ags}`, report.photos);
      await dropWaiting(report);
    },
  };
}
