import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import type { EventToEditFragment } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { showToast } from '../../ui/toast.ts';
import type { EventDraft } from './eventDraft.ts';
import { type SentEvent, useEventSends } from './useEventSends.ts';

/** Sends the form as a new event or as the next version of `event`, and then opens its page. */
export function useEventForm(draft: () => EventDraft, event: EventToEditFragment | null, letGo: () => void) {
  const { t } = useI18n();
  const router = useRouter();
  const { timeZone } = useTown();
  const { create, update, publish, ...state } = useEventSends(draft, event, timeZone.value ?? 'Europe/Berlin');

  const goTo = async (sent: SentEvent | null, message: string) => {
    if (sent === null) return;
    letGo();
    showToast(message);
    await router.push({ name: 'event', params: { id: sent.id } });
  };
  const released = (sent: SentEvent | null) =>
    goTo(sent, t(sent?.state === 'IN_REVIEW' ? 'calendar.write.submitted' : 'calendar.write.published'));
  return {
    ...state,
    /** Publishes, or saves the change of a published event. */
    send: async () => {
      if (event === null) return released(await create(false));
      const sent = await update(event.id);
      if (!state.isPublished) return released(sent && (await publish(sent.id)));
      return goTo(sent, t(sent?.review?.submittedAt ? 'review.changeSubmitted' : 'calendar.write.changed'));
    },
    /** Saves without publishing. */
    keep: async () => goTo(event === null ? await create(true) : await update(event.id), t('calendar.write.kept')),
  };
}
