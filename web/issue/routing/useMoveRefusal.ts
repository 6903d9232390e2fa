import { computed, type Ref } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import type { Failure } from '../../ui/failure.ts';
import type { IssueCardFragment, MovePartsFragment, UserErrorPartsFragment } from '../../gql/graphql.ts';
import { useConflictText } from '../useConflictText.ts';

interface Sending {
  readonly failure: Ref<Failure | null>;
  readonly userErrors: Ref<readonly UserErrorPartsFragment[]>;
  readonly refused: Ref<{ issue?: IssueCardFragment | null; lastMove?: MovePartsFragment | null } | null>;
}

/** Refusals of passing a report on: by field, or one sentence that names the colleague after a conflict. */
export function useMoveRefusal(sending: Sending, fields: readonly string[], timeZone: () => string | undefined) {
  const { byField, textOf } = useErrorTexts();
  const conflictText = useConflictText(timeZone);
  const errors = computed(() => byField(sending.userErrors.value));
  return {
    refusal: computed(() => {
      if (sending.failure.value) return sending.failure.value.text;
      const [error] = sending.userErrors.value;
      const { issue, lastMove } = sending.refused.value ?? {};
      if (error?.code === 'CONFLICT') return conflictText(issue, lastMove);
      return error && !fields.includes(error.path[0] ?? '') ? textOf(error.code) : null;
    }),
    errorOf: (name: string) => errors.value[name] ?? '',
  };
}
