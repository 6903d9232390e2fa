import { XMLParser } from 'fast-xml-parser';
import { checkXml, InvalidXml } from './xml.ts';

/** Box of a town in degrees. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface CapInfo {
  readonly language?: string;
  readonly category: readonly string[];
  readonly event: string;
  readonly responseType?: readonly string[];
  readonly urgency: string;
  readonly severity: string;
  readonly certainty: string;
  readonly expires?: string;
  readonly headline?: string;
  readonly description?: string;
  readonly instruction?: string;
  readonly web?: string;
  readonly area?: readonly {
    readonly areaDesc: string;
    readonly polygon?: readonly string[];
    readonly geocode?: readonly { readonly valueName: string; readonly value: string }[];
  }[];
}

export interface CapDocument {
  readonly identifier: string;
  readonly sender: string;
  readonly sent: string;
  readonly status: string;
  readonly msgType: string;
  readonly scope: string;
  readonly note?: string;
  readonly references?: string;
  readonly info?: readonly CapInfo[];
}

const lists = ['info', 'category', 'responseType', 'area', 'polygon', 'geocode'];
const parser = new XMLParser({ parseTagValue: false, isArray: (name) => lists.includes(name) });

export function readCap(xml: string): CapDocument {
  const { alert } = parser.parse(xml) as { readonly alert: CapDocument };
  return alert;
}

/** Complaint of libxml2 about a document; null: the document is valid against the schema. */
export function schemaFault(xml: string): string | null {
  try {
    checkXml(xml, 'cap.xsd');
    return null;
  } catch (error) {
    if (error instanceof InvalidXml) return error.message;
    throw error;
  }
}

/** Breaches of rules that the schema does not know: those of the standard's prose, and our own. */
export function capFaults(xml: string, town: Box): string[] {
  const alert = readCap(xml);
  const faults = referenceFaults(alert);
  const infos = alert.info ?? [];
  if (infos.length === 0) faults.push('no info');
  const scales = new Set(infos.map(({ urgency, severity, certainty }) => [urgency, severity, certainty].join()));
  if (scales.size > 1) faults.push('scales differ between the languages');
  if (new Set(infos.map(({ language }) => language)).size !== infos.length) faults.push('a language twice');
  for (const info of infos) faults.push(...infoFaults(info, alert), ...areaFaults(info, town));
  return [...new Set(faults)];
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const time = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}`;
const reference = new RegExp(`^[^\\s,<&]+,urn:uuid:${uuid},${time}$`);

function referenceFaults({ msgType, references, identifier }: CapDocument): string[] {
  const entries = references?.split(' ') ?? [];
  if (msgType === 'Alert') return entries.length === 0 ? [] : ['the first alert has references'];
  if (entries.length === 0) return [`${msgType} without references`];
  const faults = entries.filter((one) => !reference.test(one)).map((one) => `reference ${one}`);
  const times = entries.map((one) => Date.parse(one.split(',')[2] ?? ''));
  if (times.some((at, i) => at < (times[i - 1] ?? 0))) faults.push('references not in order');
  return entries.some((one) => one.includes(identifier)) ? [...faults, 'refers to itself'] : faults;
}

function infoFaults(info: CapInfo, { sent, msgType, status }: CapDocument): string[] {
  const faults: string[] = [];
  if (info.language === undefined) faults.push('no language');
  if (info.expires === undefined) faults.push('no expires');
  else if (Date.parse(info.expires) <= Date.parse(sent)) faults.push('expires before sent');
  const isAllClear = info.responseType?.join() === 'AllClear' && info.urgency === 'Past';
  if (isAllClear !== (msgType === 'Cancel')) faults.push('all-clear and Cancel differ');
  const texts = [info.headline, info.description, info.instruction].filter((one) => one !== undefined);
  if (status === 'Exercise' && !texts.every((one) => one.startsWith('PROBE'))) faults.push('a drill without PROBE');
  return faults;
}

function areaFaults({ area = [] }: CapInfo, town: Box): string[] {
  if (area.length === 0) return ['no area'];
  return area.flatMap(({ polygon = [], geocode = [] }) => [
    ...(geocode.some(({ valueName }) => valueName === 'AGS') ? [] : ['no AGS']),
    ...(polygon.length === 0 ? ['no polygon'] : polygon.flatMap((one) => polygonFaults(one, town))),
  ]);
}

/** How far a polygon may leave the box of its town, in degrees. */
const beyond = 0.05;

function polygonFaults(text: string, { west, south, east, north }: Box): string[] {
  const pairs = text.split(' ').map((pair) => pair.split(',').map(Number));
  const faults = pairs.length < 4 ? ['polygon of fewer than four points'] : [];
  if (pairs[0]?.join() !== pairs.at(-1)?.join()) faults.push('polygon not closed');
  const isNear = ([lat = NaN, lon = NaN]: number[]): boolean =>
    lat >= south - beyond && lat <= north + beyond && lon >= west - beyond && lon <= east + beyond;
  return pairs.every(isNear) ? faults : [...faults, 'polygon outside the town'];
}

/** Addresses of the documents of an index. */
export function linksIn(atom: string): string[] {
  return [...atom.matchAll(/type="application\/cap\+xml" href="([^"]+)"/g)].map(([, href]) => String(href));
}

/** Documents that do not belong into the index of real warnings. */
export function indexFaults(documents: readonly string[]): string[] {
  return documents
    .map(readCap)
    .filter(({ status }) => status !== 'Actual')
    .map(({ status, identifier }) => `${status} ${identifier} among the real warnings`);
}
