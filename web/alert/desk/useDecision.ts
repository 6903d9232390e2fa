import { computed } from 'vue';
import {
  ApproveAlertDocument,
  BreakGlassDocument,
  RefuseAlertDocument,
  type UserErrorPartsFragment,
} from '../../gql/graphql.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';

/** Decisions about an alert that waits for a second person. */
export function useDecision() {
  const { textOf } = useErrorTexts();
  const approval = useSend(ApproveAlertDocument, (data) => data.approveAlert);
  const refusal = useSend(RefuseAlertDocument, (data) => data.refuseAlert);
  const glass = useSend(BreakGlassDocument, (data) => data.breakGlass);
  const all = [approval, refusal, glass];
  const errors = computed((): readonly UserErrorPartsFragment[] => all.flatMap(({ userErrors }) => userErrors.value));
  return {
    approve: (alertId: string, contentHash: string) => approval.send({ input: { alertId, contentHash } }),
    refuse: (alertId: string, reason: string) => refusal.send({ input: { alertId, reason } }),
    breakGlass: (alertId: string, reason: string) => glass.send({ input: { alertId, reason } }),
    isBusy: computed(() => all.some(({ busy }) => busy.value)),
    failure: computed(() => all.map(({ failure }) => failure.value).find((one) => one !== null) ?? null),
    /** Refusals that belong to no field. */
    refusals: computed(() => errors.value.filter(({ path }) => path.at(-1) !== 'reason')),
    reasonError: computed(() => {
      const fault = errors.value.find(({ path }) => path.at(-1) === 'reason');
      return fault === undefined ? '' : textOf(fault.code);
    }),
  };
}
