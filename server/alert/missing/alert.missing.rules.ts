import { InputCheck } from '../../kernel/payload.ts';
import type { AlertContent, IncidentStatus } from '../alert.entity.ts';
import type { Template } from '../alert.templates.ts';

/** Key of the template of warnings that name a missing person. */
const personTemplate = 'missingPerson';

/** Whether incidents of this template and status name a missing person. Drills never do. */
export function namesPerson({ key }: Pick<Template, 'key'>, status: IncidentStatus): boolean {
  return key === personTemplate && status === 'ACTUAL';
}

/** Words that stand in names and in ordinary sentences alike. */
const particles: ReadonlySet<string> = new Set(
  'von van vom zum zur der die das den dem des und auf aus del des dos las los ten ter herr frau kind'.split(' '),
);

/** Number of letters from which a word of a name identifies somebody. */
const leastLetters = 3;

/**
 * Words of a name that no text outside of the person's page may hold, in comparable form. The name of the town is no such
 * word, because all texts may hold it.
 */
export function wordsOfName(name: string, townName: string): ReadonlySet<string> {
  const town = new Set(wordsIn(townName));
  const all = wordsIn(name).filter((word) => !particles.has(word) && !town.has(word));
  const long = all.filter((word) => word.length >= leastLetters);
  return new Set(long.length > 0 ? long : all);
}

/** Whether a text holds one of the words, also in the genitive; case and diacritics do not matter. */
export function holdsWord(text: string, words: ReadonlySet<string>): boolean {
  return wordsIn(text).some((word) => [word, word.replace(/(?:es|s)$/, '')].some((form) => words.has(form)));
}

/** Words of a text in small letters, with umlauts both as base letters and as two letters. */
function wordsIn(text: string): string[] {
  const small = text.toLowerCase().normalize('NFC').replaceAll('ß', 'ss');
  const spelled = small.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue');
  const forms = [small, spelled].map((form) => form.normalize('NFD').replace(/\p{M}/gu, ''));
  return [...new Set(forms.flatMap((form) => form.split(/[^\p{L}]+/u)))].filter((word) => word !== '');
}

/** Faults of an alert that names a person. `base`: path of the alert in the input. */
export interface PersonCheck {
  readonly words: ReadonlySet<string>;
  readonly template: Template;
  readonly base: readonly string[];
}

/**
 * Checks that nothing which leaves by mail, push, SMS, feeds and CAP holds a word of the name (NAME_IN_TEXT). Lines of the
 * template are exempt, because its words, such as "Keller", are also family names.
 */
export function checkNameless(content: AlertContent, { words, template, base }: PersonCheck): void {
  const check = new InputCheck(base);
  const own = linesOf(template, content);
  const look = (text: string | null, ...path: string[]): void => {
    const isFine = text === null || own.has(text) || !holdsWord(text, words);
    check.require(isFine, 'NAME_IN_TEXT', 'the name stands only on the page of the person', ...path);
  };
  look(content.area, 'area');
  look(content.phone, 'phone');
  Object.entries(content.slots ?? {}).forEach(([, value], i) => {
    look(value, 'slots', String(i), 'value');
  });
  content.texts.forEach(({ headline, description, instructions }, i) => {
    look(headline, 'texts', String(i), 'headline');
    look(description, 'texts', String(i), 'description');
    instructions.forEach(({ text }, n) => {
      look(text, 'texts', String(i), 'instructions', String(n));
    });
  });
  check.done();
}

/** Lines of the template and of its end with their slots filled. */
function linesOf({ texts }: Template, { slots = {} }: AlertContent): ReadonlySet<string> {
  const lines = Object.values(texts)
    .flatMap((text) => [text, text.end])
    .flatMap(({ headline, description, instructions }) => [headline, description, ...instructions]);
  const fill = (line: string): string =>
    Object.entries(slots).reduce((filled, [name, value]) => filled.replaceAll(`{${name}}`, () => value), line);
  return new Set(lines.map(fill));
}
