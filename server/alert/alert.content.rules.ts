import { createHash } from 'node:crypto';
import type { PolygonGeometry } from '../area/area.entity.ts';
import { readGeometry } from '../area/area.geometry.rules.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { readHouse } from '../street/street.number.rules.ts';
import type { AlertContent, AlertText, IncidentKind, StreetSpan } from './alert.entity.ts';
import { levelOf, longestHours, type Scales } from './alert.rules.ts';
import { fillWithin, longestSlot, streetsIn, timeIn } from './alert.slots.rules.ts';
import { falseAlarmWords, type SlotName, slotNames, type Template, type TemplateText } from './alert.templates.ts';

/** Words of an alert as the sender gives them; slots in braces are filled. */
export interface AlertTextInput {
  readonly locale: string;
  readonly headline: string;
  readonly description: string;
  readonly instructions: readonly string[];
}
export interface StreetSpanInput {
  readonly streetId: string;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  readonly side: StreetSpan['side'];
}
export interface AlertInput extends Scales {
  /** Words in each language; null: those of the template. */
  readonly texts?: readonly AlertTextInput[] | null | undefined;
  readonly slots?: readonly { readonly name: SlotName; readonly value: string }[] | null | undefined;
  /** The area in words; null: the name of the town. */
  readonly area?: string | null | undefined;
  /** GeoJSON; null: the whole town. */
  readonly polygons?: object | null | undefined;
  readonly streets?: readonly StreetSpanInput[] | null | undefined;
  readonly phone?: string | null | undefined;
  readonly onsetAt?: Date | null | undefined;
  readonly expiresAt: Date;
}

/** An alert that was checked, with the hash that the second person approves. */
export interface ReadAlert extends Scales {
  readonly level: number;
  readonly content: AlertContent;
  readonly contentHash: string;
  readonly onsetAt: Date | null;
  readonly expiresAt: Date;
}

export interface AlertFrame {
  readonly kind: IncidentKind;
  readonly template: Template;
  readonly town: Pick<MunicipalityRow, 'name' | 'timeZone' | 'west' | 'south' | 'east' | 'north'>;
  readonly now: Date;
  /** Names of the streets of the town among those that the input names, by id. */
  readonly streetNames?: ReadonlyMap<string, string>;
  /** Content of the alert before; absent: the first alert. */
  readonly before?: AlertContent | undefined;
  /** Row of the missing person whom the alert names, which the second person approves too; absent: none. */
  readonly missingPersonId?: string | undefined;
  /** The end of the incident: the words are those of the template's end. */
  readonly isEnd?: boolean;
  /** The end says that the alarm was false. */
  readonly isFalseAlarm?: boolean;
}

const headlineLengths = [3, 120] as const;
const descriptionLengths = [3, 1000] as const;
const instructionLengths = [3, 200] as const;
const slotLengths = [0, longestSlot] as const;
const mostInstructions = 10;
const mostTexts = 5;
const mostStreets = 200;
const languages: ReadonlySet<string> = new Set(['de', 'en', 'de-x-leicht']);
const hourMs = 3_600_000;

/** Checks an alert and fills its slots. Throws a refusal with all faults. */
export function readAlert(input: AlertInput, frame: AlertFrame): ReadAlert {
  const check = new InputCheck(frame.isEnd === true ? [] : ['alert']);
  const { severity, urgency, certainty, expiresAt, onsetAt = null } = input;
  readTimes(check, { onsetAt, expiresAt }, frame);
  const slots = readSlots(check, input, frame);
  const streets = readSpans(check, input, frame);
  const slotsIn = (locale: string) => ({
    ...(frame.isEnd === true && frame.before !== undefined && slotsOfEnd(frame.before, locale)),
    ...slotsOfDisruption(streets, expiresAt, frame, locale),
    ...withoutEmpty(slots),
  });
  const content: AlertContent = {
    texts: readTexts(check, input, frame, slotsIn),
    area: check.text(input.area ?? frame.town.name, [2, 200], 'area'),
    polygons: readPolygons(check, input, frame),
    streets,
    phone: input.phone == null || input.phone.trim() === '' ? null : check.text(input.phone, [3, 40], 'phone'),
    slots,
  };
  refuseHiddenOrder(check, content);
  check.done();
  const level = levelOf(input);
  const { missingPersonId, isFalseAlarm } = frame;
  const approved = { content, severity, urgency, certainty, onsetAt, expiresAt, missingPersonId, isFalseAlarm };
  return { severity, urgency, certainty, level, content, contentHash: hashOf(approved), onsetAt, expiresAt };
}

/** Characters that change the order in which a screen shows the following ones. No language of alerts needs them. */
const hiddenOrder = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Refuses words that a screen shows in another order than programs read them: the second person could not see it. */
function refuseHiddenOrder(check: InputCheck, { texts, area, phone }: AlertContent): void {
  const fields = { texts: JSON.stringify(texts), area, phone: phone ?? '' };
  for (const [name, words] of Object.entries(fields)) {
    check.require(!hiddenOrder.test(words), 'BAD_CHARACTERS', 'no characters that change the order of others', name);
  }
}

/** Values of the slots: those of the alert before, unless the sender gives others. */
function readSlots(check: InputCheck, { slots }: AlertInput, { before }: AlertFrame): Record<string, string> {
  const given = slots?.map(({ name, value }, i) => [name, check.text(value, slotLengths, 'slots', String(i), 'value')]);
  return { ...before?.slots, ...Object.fromEntries(given ?? []) };
}

/** Streets and end of a disruption in the language of a text, for slots without a given value; empty: a warning. */
function slotsOfDisruption(
  streets: readonly StreetSpan[],
  expiresAt: Date,
  { now, town }: Pick<AlertFrame, 'now' | 'town'>,
  locale: string,
): Partial<Record<SlotName, string>> {
  if (streets.length === 0) return {};
  return { STREET: streetsIn(streets, locale), TIME: timeIn(expiresAt, now, town.timeZone, locale) };
}

/** Slots of the words of an end: a value that nobody gave is the area, so that no all-clear is refused without it. */
function slotsOfEnd({ area, streets, slots }: AlertContent, locale: string): Partial<Record<SlotName, string>> {
  return {
    PLACE: area,
    STREET: streets.length === 0 ? area : streetsIn(streets, locale),
    ...withoutEmpty(slots ?? {}),
  };
}

function withoutEmpty(slots: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(slots).filter(([, value]) => value !== ''));
}

/** Hash of everything that the second person approves. */
function hashOf(approved: object): string {
  return createHash('sha256').update(JSON.stringify(approved)).digest('hex');
}

function readTimes(
  check: InputCheck,
  { onsetAt, expiresAt }: Pick<ReadAlert, 'onsetAt' | 'expiresAt'>,
  { kind, now, isEnd }: AlertFrame,
): void {
  const start = onsetAt !== null && onsetAt > now ? onsetAt : now;
  check.require(expiresAt > start, 'EXPIRY_TOO_EARLY', 'in the future, and after the start', 'expiresAt');
  const hours = isEnd === true ? longestHours.DISRUPTION : longestHours[kind];
  const latest = now.getTime() + hours * hourMs;
  check.require(expiresAt.getTime() <= latest, 'EXPIRY_TOO_LATE', `at most ${hours} hours ahead`, 'expiresAt');
}

function readPolygons(check: InputCheck, { polygons }: AlertInput, { town }: AlertFrame): PolygonGeometry | null {
  if (polygons == null) return null;
  const geometry = readGeometry(check, polygons, town, 'polygons')?.geometry;
  check.require(geometry?.type !== 'MultiLineString', 'BAD_GEOMETRY', 'a polygon', 'polygons');
  return geometry?.type === 'MultiPolygon' ? geometry : null;
}

/** Houses of streets of the town. A disruption names at least one street. */
function readSpans(check: InputCheck, { streets }: AlertInput, { kind, streetNames }: AlertFrame): StreetSpan[] {
  const given = kind === 'DISRUPTION' ? (streets ?? []) : [];
  check.require(kind === 'WARNING' || given.length > 0, 'TOO_SHORT', 'at least one street', 'streets');
  check.require(given.length <= mostStreets, 'TOO_LONG', `at most ${mostStreets} streets`, 'streets');
  return given.slice(0, mostStreets).map(({ streetId, from, to, side }, i) => {
    const at = String(i);
    const name = streetNames?.get(streetId);
    check.require(name !== undefined, 'UNKNOWN_STREET', 'a street of this town', 'streets', at, 'streetId');
    const number = (text: string | null | undefined, end: 'from' | 'to') => {
      if (text == null || text.trim() === '') return null;
      const house = readHouse(text);
      check.require(house !== undefined, 'BAD_HOUSE_NUMBER', 'a number with at most one letter', 'streets', at, end);
      return house ?? null;
    };
    const first = number(from, 'from');
    const last = number(to, 'to');
    const isInOrder = first === null || last === null || first.number <= last.number;
    check.require(isInOrder, 'BAD_HOUSE_NUMBER', 'from the lower to the higher number', 'streets', at, 'to');
    const textOf = (house: typeof first) => (house === null ? null : `${house.number}${house.suffix}`);
    return { streetId, name: name ?? '', from: textOf(first), to: textOf(last), side };
  });
}

function readTexts(
  check: InputCheck,
  input: AlertInput,
  frame: AlertFrame,
  slotsIn: (locale: string) => Readonly<Record<string, string>>,
): readonly AlertText[] {
  const given = input.texts ?? textsOf(frame).map((text) => (frame.isEnd === true ? fitEnd(text, slotsIn) : text));
  check.require(given.length > 0, 'TOO_SHORT', 'at least one language', 'texts');
  check.require(given.length <= mostTexts, 'TOO_LONG', `at most ${mostTexts} languages`, 'texts');
  const locales = given.map(({ locale }) => locale);
  const areKnown = locales.every((locale) => languages.has(locale)) && new Set(locales).size === locales.length;
  check.require(areKnown, 'UNKNOWN_LOCALE', 'each of de, en, de-x-leicht once at most', 'texts');
  return given.slice(0, mostTexts).map((text, i) => {
    const values = new Map(Object.entries(slotsIn(text.locale)));
    return readText(check, text, { values, frame, at: String(i) });
  });
}

function readText(
  check: InputCheck,
  text: AlertTextInput,
  {
    values,
    frame,
    at,
  }: { readonly values: ReadonlyMap<string, string>; readonly frame: AlertFrame; readonly at: string },
): AlertText {
  const fill = (words: string, ...path: string[]): string => {
    const filled = slotNames.reduce((all, name) => all.replaceAll(`{${name}}`, values.get(name) || `{${name}}`), words);
    check.require(!/\{[A-Z]+\}/.test(filled), 'SLOT_EMPTY', 'a slot in braces has no value', ...path);
    return filled;
  };
  const { locale } = text;
  const count = text.instructions.length;
  check.require(
    count <= mostInstructions,
    'TOO_LONG',
    `at most ${mostInstructions} instructions`,
    'texts',
    at,
    'instructions',
  );
  const known = new Map(
    frame.before?.texts.find((one) => one.locale === locale)?.instructions.map((one) => [one.text, one.since]),
  );
  return {
    locale,
    headline: check.text(fill(text.headline, 'texts', at, 'headline'), headlineLengths, 'texts', at, 'headline'),
    description: check.multiline(
      fill(text.description, 'texts', at, 'description'),
      descriptionLengths,
      'texts',
      at,
      'description',
    ),
    instructions: text.instructions.slice(0, mostInstructions).map((words, n) => {
      const path = ['texts', at, 'instructions', String(n)];
      const filled = check.text(fill(words, ...path), instructionLengths, ...path);
      const since = known.get(filled);
      const isNew = frame.before !== undefined && since === undefined;
      return { text: filled, isNew, since: since ?? frame.now.toISOString() };
    }),
  };
}

/** Words of the template, or of its end. */
function textsOf({
  template,
  isEnd,
  isFalseAlarm,
}: Pick<AlertFrame, 'template' | 'isEnd' | 'isFalseAlarm'>): readonly AlertTextInput[] {
  const wordsOf = (text: TemplateText) => (isEnd === true ? text.end : text);
  return Object.entries(template.texts).map(([locale, text]) => {
    const words = wordsOf(text);
    const { headline, instructions } = words;
    const falseAlarm = isFalseAlarm === true ? falseAlarmWords[locale] : undefined;
    const description = [falseAlarm, words.description].filter(Boolean).join(' ');
    return { locale, headline, description, instructions };
  });
}

/** Words of the end of an incident in each language, with the slots of its newest alert. */
export function prepareEnd(template: Template, before: AlertContent, isFalseAlarm: boolean): AlertTextInput[] {
  const texts = textsOf({ template, isEnd: true, isFalseAlarm });
  return texts.map((text) => fitEnd(text, (locale) => slotsOfEnd(before, locale)));
}

/** Words of an end with values that are cut where they have no room: no all-clear is refused because its area is long. */
function fitEnd(
  { locale, headline, description, instructions }: AlertTextInput,
  slotsIn: (locale: string) => Readonly<Record<string, string>>,
): AlertTextInput {
  const values = slotsIn(locale);
  return {
    locale,
    headline: fillWithin(headline, values, headlineLengths[1]),
    description: fillWithin(description, values, descriptionLengths[1]),
    instructions: instructions.map((words) => fillWithin(words, values, instructionLengths[1])),
  };
}
