import { useApolloClient, useQuery } from '@vue/apollo-composable';
import { computed, ref, watch } from 'vue';
import { isNotFound, useErrorTexts } from '../../shared/errors.ts';
import {
  IssueCardFragmentDoc,
  IssueDocument,
  IssueLiveDocument,
  IssuePartsFragmentDoc,
  type IssueCardFragment,
  type IssuePartsFragment,
} from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useLive } from '../../shared/live.ts';
import { onceMore } from '../../shared/onceMore.ts';
import { keepClaimCode, keptClaimCode } from '../report/device/claimCodes.ts';
import { deviceCodeOf } from '../report/device/deviceReports.ts';

/** One issue, updated by a subscription; without an account the claim code opens it. */
export function useIssue(ags: () => string, reference: () => string) {
  const { failureOf } = useErrorTexts();
  const { isStaff } = useTown();
  const { writeCard, writeIssue } = useIssueCache();
  const claimCode = ref(keptClaimCode(reference()) ?? deviceCodeOf(ags(), reference()));
  /** Whether a typed code is being tried: its form stays until the report has arrived. */
  const isTrying = ref(false);
  const asked = () => ({ ags: ags(), reference: reference(), claimCode: claimCode.value });
  const { result, loading, error, refetch } = useQuery(IssueDocument, asked, () => ({
    context: {
      isOfDevice: claimCode.value !== null && claimCode.value === deviceCodeOf(ags(), reference()),
      isOfStaff: isStaff.value,
    },
  }));
  const issue = computed(() => result.value?.issue ?? null);
  watch(issue, (opened) => opened && claimCode.value && keepClaimCode(reference(), claimCode.value));
  const isHidden = computed(() => isNotFound(error.value));
  let isReading = false;
  const reread = onceMore(async () => {
    isReading = true;
    try {
      await refetch();
    } finally {
      isReading = false;
    }
  });
  const live = useLive({
    document: IssueLiveDocument,
    variables: () => (issue.value ? { id: issue.value.id, claimCode: claimCode.value } : null),
    cursorOf: (data) => data.issue.cursor,
    onMessage: ({ issue: { issue: incoming } }) => {
      if (!issue.value || issue.value.version <= incoming.version) writeIssue(incoming);
      if (isReading) reread(); // the answer under way may be older than this message
    },
  });

  return {
    issue,
    live,
    claimCode,
    isLoading: computed(() => loading.value && !issue.value && !isTrying.value),
    /** Whether the answer had no issue: unknown, or hidden from this viewer. */
    isClosed: computed(() => !issue.value && (isTrying.value || (!loading.value && isHidden.value))),
    /** Whether the code does not belong to this report. */
    isRefused: computed(() => claimCode.value !== null && isHidden.value && !loading.value),
    isOpening: computed(() => isTrying.value && loading.value),
    failure: computed(() => (error.value && !issue.value && !isHidden.value ? failureOf(error.value) : null)),
    refetch: reread,
    place: writeCard,
    putBack: writeCard,
    openWith: (code: string) => {
      isTrying.value = true;
      claimCode.value = code;
    },
  };
}

function useIssueCache() {
  const { client } = useApolloClient();
  const idOf = (id: string) => client.cache.identify({ __typename: 'Issue', id });
  return {
    writeCard: (data: IssueCardFragment) =>
      client.cache.writeFragment({
        id: idOf(data.id),
        fragment: IssueCardFragmentDoc,
        fragmentName: 'IssueCard',
        data,
      }),
    writeIssue: (data: IssuePartsFragment) =>
      client.cache.writeFragment({
        id: idOf(data.id),
        fragment: IssuePartsFragmentDoc,
        fragmentName: 'IssueParts',
        data,
      }),
  };
}
