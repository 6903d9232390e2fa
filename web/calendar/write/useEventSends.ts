import { computed, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import {
  CreateEventDocument,
  PublishEventDocument,
  UpdateEventDocument,
  type EventPartsFragment,
  type EventToEditFragment,
} from '../../gql/graphql.ts';
import { errorAt, useErrorTexts } from '../../shared/errors.ts';
import { newIdempotencyKey } from '../../shared/idempotency.ts';
import { filesToSend } from '../../post/filesText.ts';
import { isoOf } from '../../shared/localTime.ts';
import { useSend } from '../../shared/useSend.ts';
import { datesOf, slotsOf, type EventDraft } from './eventDraft.ts';

export type SentEvent = Pick<EventPartsFragment, 'id' | 'state' | 'review'>;

/** The three mutations of the form of an event. Each answers the event; null: refused, or no answer. */
export function useEventSends(draft: () => EventDraft, event: EventToEditFragment | null, timeZone: string) {
  const creating = useSend(CreateEventDocument, (data) => data.createEvent);
  const updating = useSend(UpdateEventDocument, (data) => data.updateEvent);
  const publishing = useSend(PublishEventDocument, (data) => data.publishEvent);
  const idempotencyKey = newIdempotencyKey();
  /** Version to send. After a conflict the next attempt is based on the other author's version. */
  let version = event?.version ?? 0;
  /** Whether the day or a time is missing, so that nothing can be sent. */
  const isTimeMissing = shallowRef(false);
  const isPublished = event !== null && event.state !== 'DRAFT' && event.state !== 'IN_REVIEW';

  const plan = () => {
    const dates = datesOf(draft(), timeZone);
    isTimeMissing.value = dates === null;
    return dates && { dates, slots: slotsOf(draft(), timeZone), groupIds: draft().groupIds };
  };
  return {
    isPublished,
    create: async (isDraft: boolean): Promise<SentEvent | null> => {
      const planned = plan();
      if (planned === null) return null;
      const input = { ...contentOf(draft(), timeZone), ...planned, isDraft, idempotencyKey };
      return (await creating.send({ input }))?.event ?? null;
    },
    update: async (eventId: string): Promise<SentEvent | null> => {
      const planned = isPublished ? {} : plan();
      if (planned === null) return null;
      const payload = await updating.send({ input: { eventId, version, ...contentOf(draft(), timeZone), ...planned } });
      version = (payload ?? updating.refused.value)?.event?.version ?? version;
      return payload?.event ?? null;
    },
    publish: async (eventId: string): Promise<SentEvent | null> => (await publishing.send({ eventId }))?.event ?? null,
    ...useRefusals([creating, updating, publishing], isTimeMissing),
  };
}

function contentOf(draft: EventDraft, timeZone: string) {
  const { title, body, variants, place, point, onlineUrl, maxCompanions, answersUntil, takesAnswers } = draft;
  return {
    title,
    body,
    variants,
    ...filesToSend(draft),
    place: place.trim() || null,
    point,
    onlineUrl: onlineUrl.trim() || null,
    maxCompanions: takesAnswers ? maxCompanions : 0,
    answersUntil: takesAnswers && answersUntil ? isoOf(answersUntil, timeZone) : null,
  };
}

type Send = Pick<ReturnType<typeof useSend>, 'busy' | 'failure' | 'userErrors'>;

function useRefusals(sends: readonly Send[], isTimeMissing: { readonly value: boolean }) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const refusals = computed(() => sends.flatMap(({ userErrors }) => userErrors.value));
  return {
    busy: computed(() => sends.some(({ busy }) => busy.value)),
    failure: computed(() => sends.find(({ failure }) => failure.value !== null)?.failure.value ?? null),
    errors: computed(() => {
      const codes = new Set(refusals.value.map(({ code }) => code));
      return [...(isTimeMissing.value ? [t('calendar.write.timeMissing')] : []), ...[...codes].map(textOf)];
    }),
    errorOf: (part: string, at: readonly string[] = []) => {
      if (isTimeMissing.value && part === 'startsAt') return t('calendar.write.timeMissing');
      const refusal = errorAt(refusals.value, part, at);
      return refusal ? textOf(refusal.code) : '';
    },
  };
}
