import { computed, ref } from 'vue';
import { recall, remember } from '../shared/storage.ts';

/** What a visitor may choose for this device; the first of each is what nobody needs to choose. */
export const displayChoices = {
  appearance: ['system', 'light', 'dark'],
  /** Per cent of the browser's own size. */
  textSize: ['100', '115', '130'],
  contrast: ['system', 'high'],
  font: ['standard', 'legible'],
} as const;

type Name = keyof typeof displayChoices;
export type Display = { readonly [Key in Name]: (typeof displayChoices)[Key][number] };

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const systemWantsContrast = matchMedia('(prefers-contrast: more)');

export const display = ref<Display>(recallDisplay());
export const isDark = ref(false);
/** The device asks for it for all sites: then there is nothing to choose here. */
export const isContrastGiven = ref(false);
export const isContrastHigh = computed(() => isContrastGiven.value || display.value.contrast === 'high');

/** To be called before anything is drawn: the page shall never be seen as its visitor does not want it. */
export function followDisplay(): void {
  apply();
  for (const wish of [systemIsDark, systemWantsContrast]) wish.addEventListener('change', apply);
  // Chosen in another window of this browser.
  addEventListener('storage', () => {
    display.value = recallDisplay();
    apply();
  });
}

export function chooseDisplay<Key extends Name>(name: Key, choice: Display[Key]): void {
  display.value = { ...display.value, [name]: choice };
  remember(`display.${name}`, choice);
  apply();
}

/** The style sheets hang on attributes of the document; KERN's own is the first. */
function apply(): void {
  const { appearance, textSize, font } = display.value;
  isDark.value = appearance === 'system' ? systemIsDark.matches : appearance === 'dark';
  isContrastGiven.value = systemWantsContrast.matches;
  const page = document.documentElement;
  page.dataset.kernTheme = isDark.value ? 'dark' : 'light';
  page.dataset.text = textSize;
  page.dataset.contrast = isContrastHigh.value ? 'high' : 'system';
  page.dataset.font = font;
  // 34 kB that only those load who want them.
  if (font === 'legible') void import('@fontsource-variable/atkinson-hyperlegible-next');
}

function recallDisplay(): Display {
  const pick = <Choice extends string>(name: Name, choices: readonly [Choice, ...Choice[]]): Choice => {
    const kept = recall(`display.${name}`);
    return choices.find((choice) => choice === kept) ?? choices[0];
  };
  return {
    appearance: pick('appearance', displayChoices.appearance),
    textSize: pick('textSize', displayChoices.textSize),
    contrast: pick('contrast', displayChoices.contrast),
    font: pick('font', displayChoices.font),
  };
}
