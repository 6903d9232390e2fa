import { AlarmClock, Check, Clock, ClockAlert, CirclePause } from '@lucide/vue';
import { computed, type Component } from 'vue';
import { useI18n } from 'vue-i18n';
import { useNow } from '../../shared/clock.ts';
import type { ClockPartsFragment, ClockState, IssueStatus } from '../../gql/graphql.ts';
import { leadingHand, stateAt, type HandName } from './clock.ts';
import { useDueWords } from './dueWords.ts';

interface Look {
  readonly icon: Component;
  readonly ink: string;
  readonly stripe: string;
}
const looks: Record<Exclude<ClockState, 'NONE'>, Look> = {
  ON_TIME: { icon: Clock, ink: 'text-ok', stripe: 'bg-ok-line' },
  DUE_SOON: { icon: ClockAlert, ink: 'text-warn', stripe: 'bg-warn-line' },
  OVERDUE: { icon: AlarmClock, ink: 'text-danger', stripe: 'bg-danger-line' },
  PAUSED: { icon: CirclePause, ink: 'text-muted', stripe: 'bg-line-strong' },
  MET: { icon: Check, ink: 'text-ok', stripe: 'bg-ok-line' },
  MISSED: { icon: AlarmClock, ink: 'text-muted', stripe: 'bg-line-strong' },
};

/** Words and colours of the clocks; they are updated while the page is open. */
export function useClockWords(
  issue: () => { clock?: ClockPartsFragment | null; status: IssueStatus },
  timeZone: () => string | undefined,
) {
  const { t } = useI18n();
  const now = useNow();
  const dueWords = useDueWords(timeZone);

  const wordsOf = (name: HandName) => {
    const { clock, status } = issue();
    const deadline = clock?.[name];
    const state = deadline ? stateAt(deadline, now.value) : 'NONE';
    if (!deadline?.dueAt || state === 'NONE') return null;
    const when = dueWords(deadline.dueAt, now.value);
    const said = {
      ON_TIME: () => t('clock.by', { when }),
      DUE_SOON: () => t('clock.by', { when }),
      OVERDUE: () => t('clock.late', { when }),
      PAUSED: () => t(status === 'FORWARDED' ? 'clock.paused.forwarded' : 'clock.paused.asked'),
      MET: () => t(name === 'firstResponse' ? 'clock.met.firstResponse' : 'clock.met.resolution'),
      MISSED: () => t(name === 'firstResponse' ? 'clock.missed.firstResponse' : 'clock.missed.resolution'),
    }[state]();
    return { text: said, state, dueAt: deadline.dueAt, stoppedAt: deadline.stoppedAt ?? null, ...looks[state] };
  };
  /** The clock that matters now; for the first response the words say so. */
  const leading = computed(() => {
    const { clock } = issue();
    const name = clock ? leadingHand(clock) : null;
    const words = name ? wordsOf(name) : null;
    const isRunning = words !== null && ['ON_TIME', 'DUE_SOON', 'OVERDUE'].includes(words.state);
    const isAnswer = name === 'firstResponse' && isRunning;
    return words && { ...words, text: isAnswer ? t('clock.answer', { words: words.text }) : words.text };
  });
  return { leading, wordsOf };
}
