import { computed, type Ref, watch, type WatchSource } from 'vue';
import { useI18n } from 'vue-i18n';
import type { UserErrorPartsFragment } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { newIdempotencyKey } from '../../shared/idempotency.ts';
import { focusFirstError } from '../../ui/focusFirstError.ts';
import { useAlertReach } from './useAlertReach.ts';
import { useComposer } from './useComposer.ts';
import { useProposal } from './useProposal.ts';
import { useTemplates } from './useTemplates.ts';

interface FirstAlert {
  readonly isDrill: boolean;
  /** Whether people of the town get the alert, so that they are counted. */
  readonly isPublic: () => boolean;
  /** Refusals of what was sent last. */
  readonly userErrors: Readonly<Ref<readonly UserErrorPartsFragment[]>>;
  /** Parts of the input besides the fields of the alert. */
  readonly more: WatchSource[];
}

/** State that the composers of warnings and of drills share: the fields, the people reached, and the input. */
export function useFirstAlert({ isDrill, isPublic, userErrors, more }: FirstAlert) {
  const { t } = useI18n();
  const { town, ags } = useTown();
  const { byField } = useErrorTexts();
  const {
    templates,
    sendsRealWarnings,
    isLoading,
    failure: loadFailure,
    retry,
  } = useTemplates(() => ags.value, 'WARNING');
  const composer = useComposer(templates, () => town.value?.name ?? '');
  const { draft, level, missing } = composer;
  const proposal = useProposal((found) => void composer.take(found));
  const reach = useAlertReach(() => {
    if (!town.value || draft.template === '' || !isPublic()) return null;
    return { municipalityId: town.value.id, kind: 'WARNING', level: level.value, isDrill };
  });
  const errors = computed(() => byField(userErrors.value));
  watch(errors, () => focusFirstError(document.querySelector<HTMLFormElement>('#compose')));

  const write = () => ({
    municipalityId: town.value?.id ?? '',
    template: draft.template,
    asksSafety: draft.asksSafety,
    proposalId: proposal.proposalId.value,
    acceptsNobody: reach.acceptsNobody,
    alert: composer.inputOf(),
    idempotencyKey: newIdempotencyKey(),
  });
  /** Renewed with each change: the same text sent twice, after a lost answer, is one alert. */
  let prepared: ReturnType<typeof write> | null = null;
  watch([draft, () => reach.acceptsNobody, ...more], () => (prepared = null));
  return {
    templates,
    sendsRealWarnings,
    isLoading,
    loadFailure,
    retry,
    composer,
    proposal,
    reach,
    errors,
    isReady: computed(() => draft.template !== '' && missing.value.length === 0 && reach.isSettled),
    /** Slots that are still empty, in words; empty: none. */
    missingText: computed(() => {
      const what = missing.value.map((name) => t(`alertDesk.slot.${name}`)).join(', ');
      return what === '' ? '' : t('alertDesk.missing', { what });
    }),
    input: () => (prepared ??= write()),
  };
}
