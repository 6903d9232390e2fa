import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { freeSeats } from '../../calendar/answer/seats.ts';
import { stateOf } from '../../calendar/dateState.ts';
import { useEventTime } from '../../calendar/useEventTime.ts';
import { DatesToAnswerDocument, type DateToAnswerFragment, type PollToVoteFragment } from '../../gql/graphql.ts';
import { useViewer } from '../../identity/useViewer.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useTimeLeft } from '../../poll/usePollTime.ts';
import { useNow } from '../../shared/clock.ts';
import { speech } from '../../shared/i18n.ts';
import { townLanguage } from '../../shared/townLanguage.ts';
import { variantIn } from '../../shared/variant.ts';
import { mergeOpen, type OpenItem } from './openItems.ts';

interface Titled {
  readonly title: string;
  readonly variants: readonly { readonly locale: string; readonly title: string }[];
}

/** "Für Sie offen": these polls and the dates in groups of the viewer whose answer is missing. */
export function useOpen(polls: () => readonly PollToVoteFragment[]) {
  const { t, locale } = useI18n();
  const { ags, town, timeZone, uses } = useTown();
  const { isSignedIn } = useViewer();
  const { inShort } = useEventTime(timeZone);
  const timeLeft = useTimeLeft();
  const now = useNow();
  const { result } = useQuery(
    DatesToAnswerDocument,
    () => ({ ags: ags.value }),
    () => ({
      enabled: town.value !== null && uses('CALENDAR') && isSignedIn.value,
      fetchPolicy: 'cache-and-network' as const,
    }),
  );
  const titleOf = ({ title, variants }: Titled) => {
    const variant = variantIn(locale.value, variants);
    return { title: variant?.title ?? title, lang: speech(variant?.locale ?? townLanguage) };
  };
  const itemOfPoll = (poll: PollToVoteFragment): OpenItem => ({
    ...titleOf(poll),
    id: poll.id,
    to: { name: 'poll', params: { id: poll.id } },
    note: timeLeft(poll.closesAt),
    act: t('home.vote'),
    end: Date.parse(poll.closesAt),
  });
  const itemsOfDate = (date: DateToAnswerFragment): OpenItem[] => {
    const { id, event, startsAt } = date;
    const slot = date.slots.find(({ kind }) => kind === 'ATTENDANCE');
    const end = Math.min(Date.parse(startsAt), Date.parse(event.answersUntil ?? startsAt));
    if (!slot || slot.viewerAttendance || stateOf(date) === 'CANCELLED' || end <= now.value) return [];
    const free = freeSeats(slot);
    const note = [inShort(date), ...(free === null ? [] : [t('home.event.free', { n: free })])].join(' · ');
    const to = { name: 'event', params: { id: event.id }, query: { date: id } };
    return [{ ...titleOf(event), id, to, note, act: t('home.event.reply'), end }];
  };
  return computed(() => {
    const dates = isSignedIn.value ? (result.value?.viewer?.datesToAnswer ?? []) : [];
    return mergeOpen(polls().map(itemOfPoll), dates.flatMap(itemsOfDate));
  });
}
