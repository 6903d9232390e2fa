import type { AlertTextInput } from '../../gql/graphql.ts';

/** Words of an alert in one language; names in braces, such as {PLACE}, are slots. */
export type SlotWords = Pick<AlertTextInput, 'locale' | 'headline' | 'description' | 'instructions'>;

/** Names of slots. */
type Names = Readonly<Record<string, string>>;

/** Words with their slots filled; `gapOf` gives what stands for a slot without a value. */
export function fillSlots(text: SlotWords, values: Names, gapOf: (name: string) => string): SlotWords {
  const fill = (words: string): string =>
    words.replaceAll(/\{([A-Z]+)\}/g, (_all, name: string) => values[name]?.trim() || gapOf(name));
  const { locale, headline, description, instructions } = text;
  return { locale, headline: fill(headline), description: fill(description), instructions: instructions.map(fill) };
}

/** Whether the words name the slot. */
export function namesSlot(text: SlotWords, name: string): boolean {
  return [text.headline, text.description, ...text.instructions].some((words) => words.includes(`{${name}}`));
}

/** Placeholder of an empty slot while its words are edited, such as "{Wo?}". */
export function labelGap(label: string): string {
  return `{${label}}`;
}

/**
 * Edited words with their slots: a sentence that was not changed keeps its slots, and a label in braces is a slot again, so
 * that values which are typed later still reach the words. `shown`: the words before the change, as the editor showed them.
 */
export function keepSlots(text: SlotWords, shown: SlotWords, edited: SlotWords, labels: Names): SlotWords {
  const withSlots = (words: string): string =>
    Object.entries(labels).reduce((all, [name, label]) => all.replaceAll(labelGap(label), `{${name}}`), words);
  const keep = (key: 'headline' | 'description'): string =>
    edited[key] === shown[key] ? text[key] : withSlots(edited[key]);
  return {
    locale: text.locale,
    headline: keep('headline'),
    description: keep('description'),
    instructions: edited.instructions.map(
      (line) => text.instructions[shown.instructions.indexOf(line)] ?? withSlots(line),
    ),
  };
}
