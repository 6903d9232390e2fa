import { computed, ref } from 'vue';
import { rememberForServer } from '../shared/cookie.ts';
import { recall, remember } from '../shared/storage.ts';

/** Choices for this device; the first one of each is the default. */
export const displayChoices = {
  appearance: ['system', 'light', 'dark'],
  /** Per cent of the browser's own text size. */
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
/** Whether the device requests high contrast for all sites; then the setting is not offered. */
export const isContrastGiven = ref(false);
export const isContrastHigh = computed(() => isContrastGiven.value || display.value.contrast === 'high');

/**
 * Applies the settings. Must be called before anything is drawn, so that the page never appears with other settings.
 */
export function followDisplay(): void {
  apply();
  for (const wish of [systemIsDark, systemWantsContrast]) wish.addEventListener('change', apply);
  // The settings were changed in another window of this browser.
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

/** Sets the attributes of the document on which the style sheets depend; the first is KERN's own. */
function apply(): void {
  const { appearance, textSize, font } = display.value;
  isDark.value = appearance === 'system' ? systemIsDark.matches : appearance === 'dark';
  isContrastGiven.value = systemWantsContrast.matches;
  const page = document.documentElement;
  page.dataset.kernTheme = isDark.value ? 'dark' : 'light';
  page.dataset.text = textSize;
  page.dataset.contrast = isContrastHigh.value ? 'high' : 'system';
  page.dataset.font = font;
  const chosen = [appearance, textSize, display.value.contrast, font].join('.');
  const usual = Object.values(displayChoices)
    .map(([first]) => first)
    .join('.');
  rememberForServer('display', chosen === usual ? null : chosen);
  // The font has 34 kB, so only those who choose it load it.
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
