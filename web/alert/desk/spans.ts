import type { AlertStreetInput, StreetPartsFragment, StreetSide } from '../../gql/graphql.ts';

/** Houses of a street in a form; empty numbers: the whole street. */
export interface Span {
  /** Number of the entry in its form; a street may be listed twice with different houses. */
  readonly key: number;
  readonly street: StreetPartsFragment;
  readonly from: string;
  readonly to: string;
  readonly side: StreetSide;
}

interface AlertStreet {
  readonly streetId: string;
  readonly name: string;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly side: StreetSide;
}

/** Words around house numbers and streets, in the language of the text. */
export interface SpanWords {
  readonly from: (house: string) => string;
  readonly to: (house: string) => string;
  readonly side: (side: 'ODD' | 'EVEN') => string;
  readonly more: (count: number) => string;
}

/** Most characters of a slot that the server accepts. */
const mostCharacters = 78;

/** "Vogtsgasse 10–14, Rheinweg"; streets for which the slot has no room are counted at its end. */
export function spansText(spans: readonly Span[], words: SpanWords): string {
  const names = spans.map((span) => spanText(span, words));
  const whole = names.join(', ');
  if (whole.length <= mostCharacters) return whole;
  for (let count = names.length - 1; count > 0; count -= 1) {
    const text = `${names.slice(0, count).join(', ')} ${words.more(names.length - count)}`;
    if (text.length <= mostCharacters) return text;
  }
  return (names[0] ?? '').slice(0, mostCharacters);
}

/** "Vogtsgasse 10–14 (gerade)". */
export function spanText({ street, from, to, side }: Span, words: SpanWords): string {
  const houses = housesText(from.trim(), to.trim(), words);
  return [street.name, houses, side === 'ALL' ? '' : `(${words.side(side)})`].filter(Boolean).join(' ');
}

function housesText(from: string, to: string, words: SpanWords): string {
  if (from === to) return from;
  if (to === '') return words.from(from);
  return from === '' ? words.to(to) : `${from}–${to}`;
}

/** Houses of an alert, for a form; `key`: number of the entry. */
export function spanOf({ streetId, name, from, to, side }: AlertStreet, key: number): Span {
  const street = { __typename: 'Street' as const, id: streetId, name, district: '' };
  return { key, street, from: from ?? '', to: to ?? '', side };
}

/** Houses as the server reads them. */
export function spanInputs(spans: readonly Span[]): AlertStreetInput[] {
  return spans.map(({ street, from, to, side }) => ({
    streetId: street.id,
    from: from.trim() || null,
    to: to.trim() || null,
    side,
  }));
}
