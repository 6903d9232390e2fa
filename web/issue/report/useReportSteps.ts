import { computed, nextTick, watch, type Ref } from 'vue';
import { type LocationQueryRaw, useRoute, useRouter } from 'vue-router';

export const reportSteps = ['what', 'where', 'send'] as const;
export type ReportStep = (typeof reportSteps)[number];

/** Query parameters of a step. */
export function queryOf(step: ReportStep): LocationQueryRaw {
  return step === 'what' ? {} : { step };
}

/** Keeps the step in the address: the browser's back button leads to the previous step with all its input. */
export function useReportSteps(isReachable: (step: ReportStep) => boolean, heading: Readonly<Ref<HTMLElement | null>>) {
  const route = useRoute();
  const router = useRouter();
  const step = computed<ReportStep>(() => {
    const wished = reportSteps.find((name) => name === route.query.step) ?? 'what';
    return isReachable(wished) ? wished : 'what';
  });
  const go = (to: ReportStep) => router.push({ query: queryOf(to) });
  watch(step, async () => {
    await nextTick();
    window.scrollTo(0, 0);
    heading.value?.focus();
  });
  return { step, go };
}
