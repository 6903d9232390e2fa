/** Range of whole numbers in which every plural form of a language occurs. */
const showsAll = 200;

/**
 * Returns a function that selects the form of a text for a count. Forms have the order zero, one, two, few, many,
 * other, as far as the language distinguishes them for whole numbers: German and English "one | other", Czech "one |
 * few | other". A text with one form more has its own form for none at the beginning.
 */
export function pluralRule(locale: string): (count: number, forms: number) => number {
  const rules = new Intl.PluralRules(locale);
  const kinds = pluralKinds(locale);
  return (count, forms) => {
    if (forms === 1) return 0;
    const hasOwnForNone = forms > kinds.length;
    if (hasOwnForNone && count === 0) return 0;
    const at = kinds.indexOf(rules.select(count));
    return Math.min((at < 0 ? kinds.length - 1 : at) + (hasOwnForNone ? 1 : 0), forms - 1);
  };
}

/** Plural categories of a language for whole numbers, in the order of the forms in its texts. */
export function pluralKinds(locale: string): Intl.LDMLPluralRule[] {
  const rules = new Intl.PluralRules(locale);
  const met = new Set(Array.from({ length: showsAll + 1 }, (_, count) => rules.select(count)));
  return order.filter((kind) => met.has(kind));
}

const order: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];
