import { checkVariantLocales } from '../kernel/locale.ts';
import type { InputCheck } from '../kernel/payload.ts';
import type { PostVariant } from './post.entity.ts';
import { bodyLimit, renderText, titleLengths } from './post.rules.ts';

export interface PostVariantInput {
  readonly locale: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** Validated and trimmed translations; undefined if the input has none. Adds errors to `check`. */
export function checkVariants(
  check: InputCheck,
  variants: readonly PostVariantInput[] | null | undefined,
): readonly PostVariantInput[] | undefined {
  if (variants == null) return undefined;
  checkVariantLocales(check, variants);
  return variants.map(({ locale, title, body }, i) => ({
    locale,
    title: check.text(title, titleLengths, 'variants', String(i), 'title'),
    body: check.multiline(body, [1, bodyLimit], 'variants', String(i), 'body'),
  }));
}

/** Translations with HTML and excerpt, ready to be stored. */
export function renderVariants(variants: readonly PostVariantInput[]): readonly PostVariant[] {
  return variants.map(({ locale, title, body }) => ({ locale, ...renderText({ title, body }) }));
}

/** Whether both lists have the same translations, in any order. */
export function areSameVariants(one: readonly PostVariantInput[], other: readonly PostVariantInput[]): boolean {
  const saidBy = (variants: readonly PostVariantInput[]) =>
    JSON.stringify(variants.map(({ locale, title, body }) => [locale, title, body]).sort());
  return saidBy(one) === saidBy(other);
}
