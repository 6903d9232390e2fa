import { computed, reactive } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { LegalPagesDocument, SetAccessibilityDocument, type Assessment, type Conformance } from '../../gql/graphql.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';
import { useTown } from '../useTown.ts';
import type { LegalSettings } from './useLegalSettings.ts';

export const conformances: readonly Conformance[] = ['FULL', 'PARTIAL', 'NONE'];
export const assessments: readonly Assessment[] = ['SELF', 'EXTERNAL'];

/** State of the form of the accessibility statement. */
export function useAccessibilityForm(settings: LegalSettings | null) {
  const { t } = useI18n();
  const { town } = useTown();
  const { byField } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(SetAccessibilityDocument, (data) => data.setAccessibility);
  const draft = reactive({
    conformance: settings?.conformance ?? 'PARTIAL',
    legalBasis: settings?.legalBasis ?? '',
    barriers: settings?.barriers ?? '',
    assessment: settings?.assessment ?? 'SELF',
    assessedOn: settings?.assessedOn ?? new Date().toISOString().slice(0, 10),
    contactEmail: settings?.contactEmail ?? '',
    contactPhone: settings?.contactPhone ?? '',
    enforcementName: settings?.enforcementName ?? '',
    enforcementUrl: settings?.enforcementUrl ?? '',
  });
  const save = async () => {
    if (!town.value) return;
    const input = { municipalityId: town.value.id, ...draft, contactPhone: draft.contactPhone.trim() || null };
    if (await send({ input }, { refetchQueries: [LegalPagesDocument] })) showToast(t('law.saved'));
  };
  return { draft, save, busy, failure, errors: computed(() => byField(userErrors.value)) };
}
