import { useI18n } from 'vue-i18n';
import type { WasteDayPartsFragment, WasteKindPartsFragment } from '../gql/graphql.ts';
import { speech } from '../shared/i18n.ts';
import { townLanguage } from '../shared/townLanguage.ts';
import { variantIn } from '../shared/variant.ts';

type Day = Pick<WasteDayPartsFragment, 'kinds'>;

/** Names of kinds of waste in the language of the page, otherwise as the town writes them. */
export function useKindNames() {
  const { locale } = useI18n();
  const variantOf = ({ variants }: WasteKindPartsFragment) => variantIn(locale.value, variants);
  const nameOf = (kind: WasteKindPartsFragment): string => variantOf(kind)?.name ?? kind.name;
  return {
    nameOf,
    /** Names of all kinds of a day. */
    namesOf: ({ kinds }: Day): string => kinds.map(nameOf).join(', '),
    /** Language of a name, for screen readers. */
    langOf: (kind: WasteKindPartsFragment | undefined): string =>
      speech((kind && variantOf(kind)?.locale) ?? townLanguage),
  };
}
