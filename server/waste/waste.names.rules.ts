import type { WasteKindRow, WasteType } from './waste.entity.ts';
import { labelKey } from './waste.rules.ts';
import de from './locales/kinds.de.json' with { type: 'json' };
import plain from './locales/kinds.de-x-leicht.json' with { type: 'json' };
import en from './locales/kinds.en.json' with { type: 'json' };

type Names = Readonly<Partial<Record<WasteType, string>>>;
type Named = Pick<WasteKindRow, 'type' | 'key' | 'name'>;

/** Usual German names of the types; a town may give its kinds other names. */
export const usualNames: Names = de;
const translations: Readonly<Record<string, Names>> = { en, 'de-x-leicht': plain };

export interface KindVariant {
  readonly locale: string;
  readonly name: string;
}

/** Names of a kind in other languages. Only a kind with the usual German name of its type has them. */
export function variantsOf({ type, key }: Named): KindVariant[] {
  const usual = usualNames[type];
  if (usual === undefined || labelKey(usual) !== key) return [];
  return Object.entries(translations).flatMap(([locale, names]) => {
    const name = names[type];
    return name === undefined ? [] : [{ locale, name }];
  });
}

/** Name of a kind for readers of a language; the town's own name if there is no translation. */
export function nameIn(kind: Named, locale: string): string {
  return variantsOf(kind).find((variant) => variant.locale === locale)?.name ?? kind.name;
}
