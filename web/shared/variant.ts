import { computed, inject, provide, ref, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { speech } from './i18n.ts';
import { townLanguage } from './townLanguage.ts';

/** What a text says in one language. */
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
 * Which language of a text is shown: the page's, if the text has it, until the reader takes another; else the original.
 * What stands inside a text, as a poll in a post, goes along with it.
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
    /** Null: the original. */
    variant,
    shown,
    /** Only the original is there, and neither the page nor the text around it speaks its language. */
    isForeign: computed(() => locales.value.length === 0 && (around?.shown.value ?? locale.value) !== townLanguage),
    /** How it is to be read out. */
    lang: computed(() => speech(variant.value?.locale ?? townLanguage)),
    /** What there is to choose here; nothing where the text around it offers as much. */
    offered: computed(() => {
      const isOffered = locales.value.every((code) => around?.locales.value.includes(code));
      return isOffered ? [] : variants();
    }),
    choose: (wish: string) => (chosen.value = wish),
  };
}

export function variantIn<T extends Variant>(locale: string, variants: readonly T[]): T | null {
  return variants.find((variant) => variant.locale === locale) ?? null;
}
