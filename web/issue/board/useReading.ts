import { useMutation } from '@vue/apollo-composable';
import { onScopeDispose, watch } from 'vue';
import { MarkReadingDocument } from '../../gql/graphql.ts';

/** Interval in milliseconds. The server forgets a reader after a minute, so two lost messages do no harm. */
const againMs = 20_000;

/** Reports to the server that this report is open and visible here. Null: none yet. */
export function useReading(issueId: () => string | null): void {
  const { mutate } = useMutation(MarkReadingDocument);
  // Errors are ignored: a colleague who is not shown for a while is no reason to disturb the reader.
  const tell = (id: string, isReading: boolean) => void mutate({ issueId: id, isReading }).catch(() => null);
  const isSeen = () => document.visibilityState === 'visible';
  const again = () => {
    const id = issueId();
    if (id) tell(id, isSeen());
  };
  const timer = setInterval(() => {
    if (isSeen()) again();
  }, againMs);
  document.addEventListener('visibilitychange', again);
  watch(
    issueId,
    (id, before) => {
      if (id) tell(id, isSeen());
      else if (before) tell(before, false);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', again);
    const id = issueId();
    if (id) tell(id, false);
  });
}
