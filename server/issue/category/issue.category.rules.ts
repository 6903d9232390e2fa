import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import { checkVariantLocales, variantFor } from '../../kernel/locale.ts';
import { InputCheck } from '../../kernel/payload.ts';
import type { CategoryVariant, IssueCategoryRow } from '../issue.category.entity.ts';

/** Name of a category in German and in other languages. */
export interface CategoryNames {
  readonly name: string;
  readonly variants?: readonly CategoryVariant[] | null;
}

const nameLengths = [2, 80] as const;

/**
 * Validated and trimmed names; throws one refusal that lists all faults. Refused: UNKNOWN_LOCALE, SAME_LOCALE_TWICE,
 * TOO_SHORT, TOO_LONG …
 */
export function checkNames(input: CategoryNames): Required<CategoryNames> {
  const check = new InputCheck();
  const name = check.text(input.name, nameLengths, 'name');
  const variants = input.variants ?? [];
  checkVariantLocales(check, variants);
  const checked = {
    name,
    variants: variants.map(({ locale, name: said }, i) => ({
      locale,
      name: check.text(said, nameLengths, 'variants', String(i), 'name'),
    })),
  };
  check.done();
  return checked;
}

/** Name of the category for a reader of this language: its translation, or the German name. */
export function categoryNameIn(category: CategoryNames, locale: string): string {
  return (variantFor(category.variants, locale) ?? category).name;
}

/** Whether somebody is responsible for the issues of a category. */
export interface Backing {
  readonly hasDeputy: boolean;
  readonly hasFallback: boolean;
}

/**
 * A category may be published only if its desk, a deputy of the desk and a fallback desk exist, so that every issue is
 * worked on.
 */
export function isPublishableCategory({ desk }: Pick<IssueCategoryRow, 'desk'>, backing: Backing): Verdict {
  if (desk == null) return deny('CATEGORY_WITHOUT_DESK');
  if (!backing.hasDeputy) return deny('DESK_WITHOUT_DEPUTY');
  return backing.hasFallback ? allow : deny('NO_FALLBACK_DESK');
}
