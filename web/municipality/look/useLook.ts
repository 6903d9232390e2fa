import { useQuery } from '@vue/apollo-composable';
import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { CheckAccentDocument, SetLookDocument, type Motif, type TownHeadFragment } from '../../gql/graphql.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';

export const motifs: readonly Motif[] = ['RIVER', 'HILLS', 'COAST', 'PLAIN'];

/** State of the form for the town's colour and picture; the server's check of the colour is shown while choosing. */
export function useLook(town: TownHeadFragment) {
  const { t } = useI18n();
  const { byField } = useErrorTexts();
  const { send, busy, failure } = useSend(SetLookDocument, (data) => data.setLook);
  const draft = reactive({ color: town.accent.color, motif: town.motif });
  const { check } = useAccentCheck(() => draft.color);
  /** The last permitted colour; the preview shows no other. */
  const accent = shallowRef(town.accent);
  watch(check, (now) => (accent.value = now?.accent ?? accent.value), { immediate: true });

  const save = async () => {
    const saved = await send({ input: { municipalityId: town.id, ...draft } });
    if (saved) showToast(t('look.saved'));
  };
  return {
    draft,
    accent,
    save,
    busy,
    failure,
    ratios: computed(() => check.value?.accent ?? null),
    error: computed(() => byField(check.value?.userErrors ?? []).color ?? ''),
  };
}

/** Asks the server about the colour shortly after the last key press. */
function useAccentCheck(color: () => string) {
  const asked = ref(color());
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(color, (typed) => {
    clearTimeout(timer);
    timer = setTimeout(() => (asked.value = typed), 150);
  });
  onScopeDispose(() => clearTimeout(timer));
  const { result } = useQuery(CheckAccentDocument, () => ({ color: asked.value }), {
    fetchPolicy: 'no-cache',
    keepPreviousResult: true,
  });
  return { check: computed(() => result.value?.checkAccent ?? null) };
}
