import { expect, test } from 'vitest';
import { fillSlots, keepSlots, labelGap, namesSlot } from './slotWords.ts';

const labels = { PLACE: 'Wo?', TIME: 'Wann?' };
const text = {
  locale: 'de',
  headline: 'Hochwasser in {PLACE}',
  description: 'Es erreicht {PLACE} um {TIME}.',
  instructions: ['Gehen Sie nach oben.', 'Fragen beantwortet {PHONE}.'],
};
const shownWith = (values: Readonly<Record<string, string>>) =>
  fillSlots(text, values, (name) => labelGap({ ...labels, PHONE: 'Telefon' }[name] ?? name));

test('values that are typed after the words were edited reach the words', () => {
  const shown = shownWith({});
  expect(shown.headline).toBe('Hochwasser in {Wo?}');
  const edited = { ...shown, headline: `${shown.headline} – jetzt handeln` };
  const kept = keepSlots(text, shown, edited, labels);
  expect(kept).toEqual({ ...text, headline: 'Hochwasser in {PLACE} – jetzt handeln' });
  const sent = fillSlots(kept, { PLACE: 'der Altstadt', TIME: '18 Uhr', PHONE: '112' }, () => '…');
  expect(JSON.stringify(sent)).not.toContain('…');
  expect(sent.headline).toBe('Hochwasser in der Altstadt – jetzt handeln');
});

test('a sentence that was edited with its value keeps the value, the others follow the slot', () => {
  const shown = shownWith({ PLACE: 'der Altstadt' });
  const edited = {
    ...shown,
    instructions: [...shown.instructions, 'Meiden Sie das Ufer.'],
    headline: 'Hochwasser hier',
  };
  const kept = keepSlots(text, shown, edited, labels);
  expect(kept.headline).toBe('Hochwasser hier');
  expect(kept.description).toBe(text.description);
  expect(kept.instructions).toEqual([...text.instructions, 'Meiden Sie das Ufer.']);
});

test('words name their slots', () => {
  expect(namesSlot(text, 'PHONE')).toBe(true);
  expect(namesSlot({ ...text, instructions: [] }, 'PHONE')).toBe(false);
});
