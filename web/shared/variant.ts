import { computed, inject, provide, ref, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { speech } from './i18n.ts';
import { townLanguage } from './townLanguage.ts';

/** A translation of a text. */
export interface Variant {
  readonly locale: string;
}

interface Choice {
  readonly chosen: Ref<string | null>;
  readonly locales: ComputedRef<readonly string[]>;
  readonly shown: ComputedRef<string>;
}
const choiceKey: InjectionKey<Choice> = Symbol('choice');

/**
 * Chooses the language of a text: the reader's choice, otherwise the page's language if the text has it, otherwise the
 * original. Texts inside, such as a poll in a post, follow the choice.
 */
export function useVariant<T extends Variant>(variants: () => readonly T[]) {
  const { locale } = useI18n();
  const around = inject(choiceKey, null);
  const chosen = ref<string | null>(null);
  watch(locale, () => (chosen.value = null));
  const locales = computed(() => variants().map((variant) => variant.locale));
  const variant = computed(() => variantIn(chosen.value ?? around?.chosen.value ?? locale.value, variants()));
  const shown = computed(() => variant.value?.locale ?? townLanguage);
  provide(choiceKey, { chosen, locales, shown });
  return {
    /** The shown translation; null: the original. */
    variant,
    shown,
    /** Whether only the original exists, and neither the page nor the surrounding text is in its language. */
    isForeign: computed(() => locales.value.length === 0 && (around?.shown.value ?? locale.value) !== townLanguage),
    /** Language tag for screen readers. */
    lang: computed(() => speech(variant.value?.locale ?? townLanguage)),
    /** Translations to choose from; none if the surrounding text offers the same languages. */
    offered: computed(() => {
      const isOffered = locales.value.every((code) => around?.locales.value.includes(code));
      return isOffered ? [] : variants();
    }),
    choose: (wish: string) => (chosen.value = wish),
  };
}

/** Answers that an earlier version stored for offline reading may lack `variants`. */
export function variantIn<T extends Variant>(locale: string, variants: readonly T[] | undefined): T | null {
  return variants?.find((variant) => variant.locale === locale) ?? null;
}
