import { computed, ref, watch } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import type { ReportDraft } from './outbox/reportDraft.ts';
import type { ReportStep } from './useReportSteps.ts';

/** Fields that show their own errors, by step. */
const fields: Readonly<Record<ReportStep, readonly string[]>> = {
  what: ['categoryId', 'kind', 'photoIds'],
  where: ['point', 'lat', 'lon', 'address'],
  send: ['text', 'email'],
};

/** Errors of the report: found here before the next step, or returned by the server at the end. */
export function useReportErrors(
  refused: () => Record<string, string>,
  draft: ReportDraft,
  asked: () => readonly string[],
) {
  const { textOf } = useErrorTexts();
  const own = ref<Record<string, string>>({});
  const errors = computed(() => ({ ...refused(), ...own.value }));
  watch(draft, () => (own.value = {}));
  const missing = (step: ReportStep): Record<string, string> => {
    if (step === 'what' && draft.categoryId === null) return { categoryId: textOf('UNKNOWN_CATEGORY') };
    const hasPlace = draft.point !== null || draft.address.trim() !== '';
    return step === 'where' && !hasPlace ? { address: textOf('NO_PLACE') } : {};
  };
  return {
    errors,
    /** Errors that belong to no field. */
    others: computed(() => {
      const shown = new Set([...Object.values(fields).flat(), ...asked()]);
      return Object.entries(errors.value).flatMap(([field, text]) => (shown.has(field) ? [] : [text]));
    }),
    stepOf: (wrong: Record<string, string>): ReportStep | undefined =>
      (['what', 'where', 'send'] as const).find((step) =>
        [...fields[step], ...(step === 'send' ? asked() : [])].some((field) => field in wrong),
      ),
    check: (step: ReportStep): boolean => {
      own.value = missing(step);
      return Object.keys(own.value).length === 0;
    },
  };
}
