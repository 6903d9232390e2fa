import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useNow } from '../shared/clock.ts';
import { useFormat } from '../shared/format.ts';
import type { PollHeadFragment } from '../gql/graphql.ts';

type Times = Pick<PollHeadFragment, 'state' | 'opensAt' | 'closesAt' | 'closedAt'>;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Returns a function that says how long a poll with this close is open, such as "noch 2 Tage". */
export function useTimeLeft() {
  const { t } = useI18n();
  const now = useNow();

  return (closesAt: string): string => {
    const left = Date.parse(closesAt) - now.value;
    if (left < minute) return t('pollTime.ending');
    if (left < hour) return t('pollTime.minutes', Math.floor(left / minute));
    if (left < day) return t('pollTime.hours', Math.floor(left / hour));
    return t('pollTime.days', Math.floor(left / day));
  };
}

/** Times of a poll as a short remark and as a full sentence. */
export function usePollTime(poll: () => Times, timeZone: () => string | undefined) {
  const { t } = useI18n();
  const timeLeft = useTimeLeft();
  const { moment, day: dayOf } = useFormat(timeZone);

  return {
    /** Short remark, such as "noch 2 Tage". */
    remark: computed(() => {
      const { state, opensAt, closesAt, closedAt } = poll();
      if (state === 'DRAFT') return t('pollTime.draft');
      if (state === 'OPEN') return timeLeft(closesAt);
      return state === 'CLOSED' ? dayOf(closedAt ?? closesAt) : t('pollTime.from', { day: dayOf(opensAt) });
    }),
    /** Full sentence, such as "Bis Donnerstag, 26. November um 18:00". */
    sentence: computed(() => {
      const { state, opensAt, closesAt, closedAt } = poll();
      if (state === 'DRAFT') return t('pollTime.draft');
      if (state === 'CLOSED') return t('pollTime.closed', { moment: moment(closedAt ?? closesAt) });
      if (state === 'SCHEDULED') return t('pollTime.scheduled', { opens: moment(opensAt), closes: moment(closesAt) });
      return t('pollTime.open', { moment: moment(closesAt) });
    }),
  };
}
