import type { AlertPartsFragment } from '../gql/graphql.ts';
import { speech } from '../shared/i18n.ts';

type Text = Pick<AlertPartsFragment['texts'][number], 'locale'>;

/** Words of an alert in the reader's language, otherwise in its base language, otherwise the first ones. */
export function wordsOf<Words extends Text>(
  alert: { readonly texts: readonly Words[] },
  locale: string,
): Words | undefined {
  const { texts } = alert;
  return (
    texts.find((text) => text.locale === locale) ?? texts.find((text) => text.locale === speech(locale)) ?? texts[0]
  );
}

/** Number for `href="tel:…"`: digits and a leading plus. */
export function telOf(phone: string): string {
  return `tel:${phone.replaceAll(/(?!^\+)\D/g, '')}`;
}
