import { describe, expect, test } from 'vitest';
import { composeSms, extendSms, measureSms, replaceSpecialSigns } from '../../schema/smsText.ts';
import { capCategories, capResponseTypes } from './alert.cap.rules.ts';
import { certainties, severities, urgencies } from './alert.entity.ts';
import { longestHours } from './alert.rules.ts';
import { headlineRoom } from './alert.slots.rules.ts';
import { slotNames, type Template, templates, type TemplateText } from './alert.templates.ts';

const languages = ['de', 'en', 'de-x-leicht'];
/** Long, but usual values. */
const values: Readonly<Record<string, string>> = {
  STREET: 'Linzhausenstraße',
  PLACE: 'Unkel-Scheuren',
  TIME: '18:30',
  PHONE: '02224 180619',
  NUMBER: '500',
};
const fill = (words: string): string => words.replace(/\{([A-Z]+)\}/g, (_, name: string) => values[name] ?? '');
const slotsIn = (text: unknown): string[] =>
  [...new Set([...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)))].sort();

/** Every defect of a template, as a sentence. */
function faultsOf({ key, texts, ...template }: Template): string[] {
  const faults: string[] = [];
  const demand = (isRight: boolean, what: string): void => {
    if (!isRight) faults.push(`${key}: ${what}`);
  };
  demand(
    template.categories.every((one) => capCategories.includes(one)),
    'category of CAP',
  );
  demand(
    template.responseTypes.every((one) => capResponseTypes.includes(one)),
    'response type of CAP',
  );
  demand(template.categories.length > 0 && template.responseTypes.length > 0, 'category and response type');
  demand(severities.includes(template.severity) && template.severity !== 'UNKNOWN', 'severity');
  demand(urgencies.includes(template.urgency) && template.urgency !== 'UNKNOWN', 'urgency');
  demand(certainties.includes(template.certainty) && template.certainty !== 'UNKNOWN', 'certainty');
  demand(template.hours > 0 && template.hours <= longestHours[template.kind], 'hours');
  demand(Object.keys(texts).join() === languages.join(), `languages ${Object.keys(texts).join()}`);
  for (const [locale, text] of Object.entries(texts)) {
    demand(slotsIn(text).join() === slotsIn(texts.de).join(), `slots ${locale}: ${slotsIn(text).join()}`);
    demand(slotsIn(text.end).join() === slotsIn(texts.de?.end).join(), `slots of the end ${locale}`);
    demand(
      slotsIn(text).every((name) => slotNames.some((known) => known === name)),
      `unknown slot ${locale}`,
    );
    demand(text.instructions.length === texts.de?.instructions.length, `number of instructions ${locale}`);
    demand(
      text.end.instructions.length === texts.de?.end.instructions.length,
      `number of instructions of the end ${locale}`,
    );
    for (const one of [text, text.end]) faults.push(...faultsOfWords(one).map((fault) => `${key} ${locale}: ${fault}`));
  }
  return faults;
}

function faultsOfWords({ headline, description, instructions }: TemplateText['end']): string[] {
  const faults: string[] = [];
  if (fill(headline).length > 120) faults.push('long headline');
  if (headline.replace(/\{[A-Z]+\}/g, 'x'.repeat(headlineRoom)).length > 120) faults.push('no room in the headline');
  if (fill(description).length > 1000) faults.push('long description');
  if (instructions.length === 0 || instructions.length > 10) faults.push('1 to 10 instructions');
  for (const one of instructions) if (fill(one).length > 200 || !/[.!?]$/.test(one)) faults.push(`instruction: ${one}`);
  return faults;
}

const all = [...templates.values()];

test('there is a template for each danger and each utility', () => {
  const keysOf = (kind: string) => all.filter((one) => one.kind === kind).map(({ key }) => key);
  expect(keysOf('WARNING')).toEqual(
    'flood storm smoke drinkingWater gas bomb blackout hazardousSubstance missingPerson sirenTest'.split(' '),
  );
  expect(keysOf('DISRUPTION')).toEqual('water power gasSupply heat telecom road waste'.split(' '));
});

describe('templates', () => {
  test.each(all)('$key: all languages with the same slots, short, with the scales of CAP', (template) => {
    expect(faultsOf(template)).toEqual([]);
  });

  test('a planted defect of each kind is found', () => {
    const [flood] = all as [Template];
    const { de, en } = flood.texts as Record<'de' | 'en', TemplateText>;
    const withGerman = (german: TemplateText): Template => ({ ...flood, texts: { ...flood.texts, de: german } });
    const planted: readonly Template[] = [
      { ...flood, categories: ['Water'] },
      { ...flood, responseTypes: ['Run'] },
      { ...flood, hours: 25 },
      { ...flood, texts: { de, en } },
      withGerman({ ...de, headline: 'x'.repeat(121) }),
      withGerman({ ...de, description: 'Ohne Zeit.' }),
      withGerman({ ...de, instructions: [...de.instructions, '{WHO} hilft.'] }),
      withGerman({ ...de, instructions: [`${'x'.repeat(200)}.`, ...de.instructions.slice(1)] }),
      withGerman({ ...de, instructions: Array.from({ length: 11 }, () => 'Warten Sie.') }),
    ];
    for (const one of planted) expect(faultsOf(one)).not.toEqual([]);
  });

  test('a warning of a danger names 112, and no text promises that it replaces 112', () => {
    for (const { key, kind, texts } of all) {
      for (const text of Object.values(texts)) {
        if (kind === 'WARNING') expect(JSON.stringify(text.instructions), key).toContain('112');
      }
    }
  });

  test('headline and first instruction fit two SMS, with room for the link', () => {
    const rows = all.flatMap(({ key, texts }) =>
      Object.entries(texts).flatMap(([locale, { headline, instructions, end }]) => [
        [`${key} ${locale}`, `${headline}: ${instructions[0] ?? ''}`],
        [`${key} ${locale} end`, `${end.headline}: ${end.description}`],
      ]),
    );
    const link = 'https://unkel.example/m/1A2b3C4d5E6f7G8h';
    const addition = 'Genuine? Code 7K2M-Q9XD';
    const counts = rows.map(([name = '', words = '']) => {
      const text = replaceSpecialSigns(fill(words));
      const extended = extendSms(text, addition, link);
      const plain = measureSms(composeSms(text, link));
      return { name, ...measureSms(extended), plain: plain.segments, hasCode: extended.includes(addition) };
    });
    const table = counts.map(({ name, segments }) => `${name}: ${segments}`).join(', ');
    console.log(`SMS segments with the link: ${table}`);
    expect(counts.filter(({ segments }) => segments > 2)).toEqual([]);
    expect(counts.filter(({ segments, plain }) => segments !== plain)).toEqual([]);
    expect(counts.some(({ hasCode }) => hasCode)).toBe(true);
  });
});
