import { useMutation } from '@vue/apollo-composable';
import { onScopeDispose, watch } from 'vue';
import { MarkReadingDocument } from '../../gql/graphql.ts';

/** The server forgets a reader after a minute: two lost messages change nothing. */
const againMs = 20_000;

/** Tells the colleagues that this report is open here, as long as it can be seen. Null: none yet. */
export function useReading(issueId: () => string | null): void {
  const { mutate } = useMutation(MarkReadingDocument);
  // A colleague who is not shown for a while is no reason to disturb the reader.
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
