/** Whole numbers up to here show every form a language has for them. */
const showsAll = 200;

/**
 * Which of a text's forms a count takes. The forms stand in the order of zero, one, two, few, many, other, as far as the
 * language tells them apart for whole numbers: German and English "one | other", Czech "one | few | other". One form more
 * than that: the first is for nothing at all.
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

/** The forms of a language for whole numbers, in the order in which its texts give them. */
export function pluralKinds(locale: string): Intl.LDMLPluralRule[] {
  const rules = new Intl.PluralRules(locale);
  const met = new Set(Array.from({ length: showsAll + 1 }, (_, count) => rules.select(count)));
  return order.filter((kind) => met.has(kind));
}

const order: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];
