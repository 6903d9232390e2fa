import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useFormat } from '../format.ts';
import type { InboxItemPartsFragment } from '../gql/graphql.ts';

/** A message in words: what happened, what it is called, and the one thing worth knowing before opening it. */
export function useItemWords(item: () => InboxItemPartsFragment) {
  const { t } = useI18n();
  const { day } = useFormat();

  const kind = computed(() => {
    const { kind: name, move } = item();
    return move?.isReopening ? t('issue.reopened') : t(`inbox.kind.${name}`);
  });
  const title = computed(() => {
    const { subject, move } = item();
    if (subject === null) return t('inbox.gone');
    if (!('reference' in subject)) return subject.title;
    const { reference } = subject;
    return move ? t('inbox.moved', { reference, status: t(`status.${move.to}`) }) : reference;
  });
  const detail = computed(() => {
    const { subject, move, change } = item();
    if (subject === null) return t('inbox.goneText');
    if (!('reference' in subject)) return change;
    if (move?.message) return t('inbox.answer', { text: move.message });
    if (move?.scheduledFor) return t('issue.scheduledFor', { day: day(move.scheduledFor) });
    return [subject.category.name, subject.place.address].filter(Boolean).join(' · ');
  });
  return { kind, title, detail };
}
