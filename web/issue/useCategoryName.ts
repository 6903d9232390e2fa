import { useI18n } from 'vue-i18n';
import type { CategoryNameFragment } from '../gql/graphql.ts';
import { speech } from '../shared/i18n.ts';
import { townLanguage } from '../shared/townLanguage.ts';
import { variantIn } from '../shared/variant.ts';

/** A category as the server returns it. Answers that an earlier version stored for offline reading have no variants. */
export type NamedCategory = Pick<CategoryNameFragment, 'name'> & Partial<Pick<CategoryNameFragment, 'variants'>>;

/** Names of categories in the language of the page; German if the town has not translated a name. */
export function useCategoryName() {
  const { locale } = useI18n();
  const variantOf = ({ variants }: NamedCategory) => variantIn(locale.value, variants);
  const nameOf = (category: NamedCategory): string => (variantOf(category) ?? category).name;
  const langOf = (category: NamedCategory): string => speech(variantOf(category)?.locale ?? townLanguage);
  return {
    nameOf,
    /** Language tag of the name, for screen readers. */
    langOf,
    /** Choice of a list or of chips. */
    choiceOf: (category: NamedCategory & { readonly id: string }) => ({
      value: category.id,
      label: nameOf(category),
      lang: langOf(category),
    }),
  };
}
