import { computed, ref } from 'vue';
import { useNow } from '../../shared/clock.ts';
import { IssueReadersDocument, type IssueReadersSubscription } from '../../gql/graphql.ts';
import { useViewer } from '../../identity/useViewer.ts';
import { useLive } from '../../shared/live.ts';

export type Reader = IssueReadersSubscription['issueReaders']['readers'][number];

/** Readers by the id of the report. */
export type Readers = ReadonlyMap<string, readonly Reader[]>;

/** Colleagues who have a report open now, without the viewer. `townId` is null until it is known. */
export function useReaders(townId: () => string | null) {
  const readers = ref<readonly Reader[]>([]);
  const now = useNow();
  const { viewer } = useViewer();
  useLive({
    document: IssueReadersDocument,
    variables: () => {
      const municipalityId = townId();
      return municipalityId ? { municipalityId } : null;
    },
    cursorOf: (data) => data.issueReaders.cursor,
    onMessage: ({ issueReaders }) => (readers.value = issueReaders.readers),
  });
  return computed((): Readers => {
    const here = readers.value.filter(
      ({ readerId, until }) => viewer.value && readerId !== viewer.value.id && Date.parse(until) > now.value,
    );
    return Map.groupBy(here, ({ issueId }) => issueId);
  });
}
