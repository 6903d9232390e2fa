import type { AlertPartsFragment } from '../gql/graphql.ts';
import { speech } from '../shared/i18n.ts';

type Text = AlertPartsFragment['texts'][number];

/** Words of an alert in the reader's language, otherwise in its base language, otherwise the first ones. */
export function wordsOf(alert: Pick<AlertPartsFragment, 'texts'>, locale: string): Text | undefined {
  const { texts } = alert;
  return (
    texts.find((text) => text.locale === locale) ?? texts.find((text) => text.locale === speech(locale)) ?? texts[0]
  );
}

/** Number for `href="tel:…"`: digits and a leading plus. */
export function telOf(phone: string): string {
  return `tel:${phone.replaceAll(/(?!^\+)\D/g, '')}`;
}
