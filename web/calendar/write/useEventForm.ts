import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import type { EventToEditFragment } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { showToast } from '../../ui/toast.ts';
import type { EventDraft } from './eventDraft.ts';
import { useEventSends } from './useEventSends.ts';

/** Sends the form as a new event or as the next version of `event`, and then opens its page. */
export function useEventForm(draft: () => EventDraft, event: EventToEditFragment | null, letGo: () => void) {
  const { t } = useI18n();
  const router = useRouter();
  const { timeZone } = useTown();
  const { create, update, publish, ...state } = useEventSends(draft, event, timeZone.value ?? 'Europe/Berlin');

  const goTo = async (id: string | null, message: string) => {
    if (id === null) return;
    letGo();
    showToast(message);
    await router.push({ name: 'event', params: { id } });
  };
  return {
    ...state,
    /** Publishes, or saves the change of a published event. */
    send: async () => {
      if (event === null) return goTo(await create(false), t('calendar.write.published'));
      const id = await update(event.id);
      if (state.isPublished) return goTo(id, t('calendar.write.changed'));
      return goTo(id && (await publish(id)), t('calendar.write.published'));
    },
    /** Saves without publishing. */
    keep: async () => goTo(event === null ? await create(true) : await update(event.id), t('calendar.write.kept')),
  };
}
