import { useI18n } from 'vue-i18n';
import type { CategoryFormTextsFragment } from '../../gql/graphql.ts';
import { variantIn } from '../../shared/variant.ts';

export type Emergency = NonNullable<CategoryFormTextsFragment['emergency']>;

/** Safety notices in the language of the page; German if the town has not translated one. */
export function useEmergencyText() {
  const { locale } = useI18n();
  return {
    noticeOf: (emergency: Emergency): string => (variantIn(locale.value, emergency.variants) ?? emergency).text,
  };
}
