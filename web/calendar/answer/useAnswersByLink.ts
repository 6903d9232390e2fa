import { useQuery } from '@vue/apollo-composable';
import { computed, shallowRef, watch } from 'vue';
import { AnswersByLinkDocument, type LinkAnswerFragment } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { isNotFound, useErrorTexts } from '../../shared/errors.ts';

/** Answers of somebody without an account, by the link of a mail. */
export function useAnswersByLink(token: () => string) {
  const { town } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    AnswersByLinkDocument,
    () => ({ token: token(), municipalityId: town.value?.id ?? '' }),
    () => ({ enabled: town.value !== null && token() !== '', fetchPolicy: 'no-cache' as const }),
  );
  const answers = shallowRef<readonly LinkAnswerFragment[]>([]);
  watch(result, (read) => (answers.value = read?.answersByLink ?? []), { immediate: true });
  const isUnknown = computed(() => token() === '' || isNotFound(error.value));
  return {
    answers,
    replace: (changed: LinkAnswerFragment) => {
      answers.value = answers.value.map((one) => (one.id === changed.id ? changed : one));
    },
    remove: (id: string) => {
      answers.value = answers.value.filter((one) => one.id !== id);
    },
    isLoading: computed(() => (loading.value || town.value === null) && !result.value),
    isUnknown,
    failure: computed(() => (error.value && !isUnknown.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
