import { useQuery } from '@vue/apollo-composable';
import { computed, reactive, ref, watch } from 'vue';
import { errorAt, useErrorTexts } from '../../shared/errors.ts';
import {
  CategoryFormsDocument,
  SetCategoryFormDocument,
  type CategoryFormPartsFragment,
  type IssueQuestionKind,
} from '../../gql/graphql.ts';
import { useSend } from '../../shared/useSend.ts';

export interface DraftQuestion {
  label: string;
  kind: IssueQuestionKind;
  /** One choice per line. */
  choices: string;
  isRequired: boolean;
  isPublic: boolean;
  variants: DraftQuestionVariant[];
}
export interface DraftQuestionVariant {
  locale: string;
  label: string;
  /** One choice per line, in the order of the German ones. */
  choices: string;
}
export const mostQuestions = 8;

const draftOf = (category?: CategoryFormPartsFragment) => ({
  nearMetres: String(category?.nearMetres ?? 50),
  warns: category?.emergency != null,
  text: category?.emergency?.text ?? '',
  phone: category?.emergency?.phone ?? '',
  variants: (category?.emergency?.variants ?? []).map(({ locale, text }) => ({ locale, text })),
  questions: (category?.questions ?? []).map(({ label, kind, choices, isRequired, isPublic, variants }) => ({
    label,
    kind,
    choices: choices.join('\n'),
    isRequired,
    isPublic,
    variants: variants.map((variant) => ({
      locale: variant.locale,
      label: variant.label,
      choices: variant.choices.join('\n'),
    })),
  })) satisfies DraftQuestion[],
});

function choicesIn(lines: string, kind: IssueQuestionKind): string[] {
  return kind === 'CHOICE' ? lines.split('\n').filter((line) => line.trim() !== '') : [];
}

function newQuestion(): DraftQuestion {
  return { label: '', kind: 'TEXT', choices: '', isRequired: false, isPublic: false, variants: [] };
}

/** State of the form for the questions and warning of a category, which is saved as a whole. */
export function useCategoryForm(ags: () => string) {
  const { textOf, failureOf } = useErrorTexts();
  const { result, loading, error } = useQuery(CategoryFormsDocument, () => ({ ags: ags() }));
  const { send, busy, failure, userErrors } = useSend(SetCategoryFormDocument, (data) => data.setCategoryForm);
  const categories = computed(() => result.value?.municipality?.issueCategories ?? []);
  const chosenId = ref('');
  const chosen = computed(() => categories.value.find(({ id }) => id === chosenId.value));
  const draft = reactive(draftOf());
  const isSaved = ref(false);
  watch(categories, (all) => (chosenId.value ||= all[0]?.id ?? ''), { immediate: true });
  watch(chosenId, () => (isSaved.value = false));
  watch(chosen, (now) => Object.assign(draft, draftOf(now)), { immediate: true });

  const save = async () => {
    isSaved.value = false;
    const { nearMetres, warns, text, variants, phone, questions } = draft;
    const input = {
      categoryId: chosenId.value,
      nearMetres: Math.round(Number(nearMetres)) || 0,
      emergency: warns ? { text, variants, phone: phone.trim() || null } : null,
      questions: questions.map(({ choices, variants: translations, ...question }) => ({
        ...question,
        choices: choicesIn(choices, question.kind),
        variants: translations.map((one) => ({ ...one, choices: choicesIn(one.choices, question.kind) })),
      })),
    };
    isSaved.value = (await send({ input })) !== null;
  };
  const errorOf = (...path: readonly string[]): string => {
    const [part = '', ...at] = path.toReversed();
    const found = errorAt(userErrors.value, part, at.toReversed());
    return found ? textOf(found.code) : '';
  };
  return {
    categories,
    chosenId,
    chosen,
    draft,
    save,
    isSaved,
    busy,
    failure,
    errorOf,
    userErrors,
    isLoading: computed(() => loading.value && !result.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    add: () => draft.questions.push(newQuestion()),
    removeNotice: (locale: string) => {
      draft.variants = draft.variants.filter((variant) => variant.locale !== locale);
    },
    remove: (index: number) => draft.questions.splice(index, 1),
  };
}
