import { computed } from 'vue';
import type { PollPartsFragment } from '../gql/graphql.ts';
import { useVariant } from '../shared/variant.ts';

/** A poll in the language in which it is shown; the ballot stays the same. */
export function useReadablePoll(poll: () => PollPartsFragment | null) {
  const { variant, lang, ...choice } = useVariant(() => poll()?.variants ?? []);
  const readable = computed(() => {
    const original = poll();
    if (!original) return null;
    if (!variant.value) return { ...original, lang: lang.value };
    const { title, description, questions } = variant.value;
    return { ...original, title, description, questions: original.questions.map(sayQuestion), lang: lang.value };

    function sayQuestion(question: PollPartsFragment['questions'][number], at: number) {
      const said = questions[at];
      const options = question.options.map((option, i) => ({ ...option, label: said?.options[i] ?? option.label }));
      return { ...question, text: said?.text ?? question.text, options };
    }
  });
  return { readable, ...choice };
}
