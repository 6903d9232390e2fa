import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useStatusWords } from '../issue/settings/useStatusWords.ts';
import { useFormat } from '../format.ts';
import type { InboxItemPartsFragment } from '../gql/graphql.ts';
import { speech } from '../i18n.ts';
import { townLanguage } from '../municipality/townLanguage.ts';
import { variantIn } from '../variant.ts';

/** A message in words: what happened, what it is called, and the one thing worth knowing before opening it. */
export function useItemWords(item: () => InboxItemPartsFragment) {
  const { t, locale } = useI18n();
  const { wordOf } = useStatusWords();
  const { day } = useFormat();

  const kind = computed(() => {
    const { kind: name, move } = item();
    return move?.isReopening ? t('issue.reopened') : t(`inbox.kind.${name}`);
  });
  /** What the town says in the language of the page, if it does. */
  const variant = computed(() => {
    const { subject } = item();
    return subject === null || !('variants' in subject) ? null : variantIn(locale.value, subject.variants);
  });
  const title = computed(() => {
    const { subject, move } = item();
    if (subject === null) return t('inbox.gone');
    if (!('reference' in subject)) return (variant.value ?? subject).title;
    const { reference, kind: about } = subject;
    return move ? t('inbox.moved', { reference, status: wordOf(move.to, about) }) : reference;
  });
  const detail = computed(() => {
    const { subject, move, comment, change } = item();
    if (subject === null) return t('inbox.goneText');
    if ('state' in subject) return t(`idea.state.${subject.state}`);
    if (!('reference' in subject)) return change;
    if (comment) return t('inbox.answer', { text: comment.text });
    if (move?.message) return t('inbox.answer', { text: move.message });
    if (move?.scheduledFor) return t('issue.scheduledFor', { day: day(move.scheduledFor) });
    return [subject.category.name, subject.place.address].filter(Boolean).join(' · ');
  });
  /** How the title is to be read out; undefined: like the page. */
  const titleLang = computed(() => {
    const { subject } = item();
    const isTold = subject !== null && !('reference' in subject);
    return isTold ? speech(variant.value?.locale ?? townLanguage) : undefined;
  });
  return { kind, title, titleLang, detail };
}
