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

/** What a post says in other languages, checked like the original; undefined: nothing was said about it. */
export function checkVariants(
  check: InputCheck,
  variants: readonly PostVariantInput[] | null | undefined,
): readonly PostVariantInput[] | undefined {
  if (variants == null) return undefined;
  checkVariantLocales(check, variants);
  return variants.map(({ locale, title, body }, i) => ({
    locale,
    title: check.text(title, titleLengths, 'variants', String(i), 'title'),
    body: check.text(body, [1, bodyLimit], 'variants', String(i), 'body'),
  }));
}

/** As they are kept: rendered and sanitised when they are written, like the original. */
export function renderVariants(variants: readonly PostVariantInput[]): readonly PostVariant[] {
  return variants.map(({ locale, title, body }) => ({ locale, ...renderText({ title, body }) }));
}

/** Whether readers of other languages would read something else. */
export function areSameVariants(one: readonly PostVariantInput[], other: readonly PostVariantInput[]): boolean {
  const saidBy = (variants: readonly PostVariantInput[]) =>
    JSON.stringify(variants.map(({ locale, title, body }) => [locale, title, body]).sort());
  return saidBy(one) === saidBy(other);
}
