import { computed, type Component } from 'vue';
import { CircleAlert, CircleCheck, CircleHelp, Clock, Send } from '@lucide/vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../shared/errors.ts';
import { type HandoverPartsFragment, type HandoverState, PursueHandoverDocument } from '../gql/graphql.ts';
import { showToast } from '../ui/toast.ts';
import { useSend } from '../shared/useSend.ts';

interface Look {
  readonly icon: Component;
  readonly tone: 'plain' | 'ok' | 'info' | 'warn' | 'danger';
}
const looks: Record<HandoverState, Look> = {
  WAITING: { icon: Clock, tone: 'info' },
  SENDING: { icon: Clock, tone: 'warn' },
  SENT: { icon: Send, tone: 'info' },
  CLOSED: { icon: CircleCheck, tone: 'ok' },
  REFUSED: { icon: CircleAlert, tone: 'danger' },
  UNCLEAR: { icon: CircleHelp, tone: 'warn' },
  FAILED: { icon: CircleAlert, tone: 'danger' },
  ENDED: { icon: Clock, tone: 'plain' },
};
const failed: readonly HandoverState[] = ['SENDING', 'REFUSED', 'UNCLEAR', 'FAILED'];

/** State of a report at another server; asks for it or sends again without waiting for the next job. */
export function usePursuit(issueId: () => string, handover: () => HandoverPartsFragment, done: () => void) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(PursueHandoverDocument, (data) => data.pursueHandover);
  const act = computed(() => {
    const { state } = handover();
    return state === 'SENT' ? 'ask' : failed.includes(state) ? 'again' : null;
  });
  const pursue = async () => {
    const before = handover().state;
    const now = (await send({ issueId: issueId() }))?.issue?.handover?.state;
    if (now === before) showToast(t(`handover.still.${before}`, { name: handover().server.name }));
    if (now) done();
  };
  return {
    act,
    pursue,
    busy,
    look: computed(() => looks[handover().state]),
    refusal: computed(() => {
      const code = userErrors.value[0]?.code;
      return failure.value?.text ?? (code ? textOf(code) : null);
    }),
  };
}
