import table from './smsText.json' with { type: 'json' };

/** Size of a text as SMS. */
export interface SmsSize {
  /** GSM7: the text has signs of the default alphabet of 3GPP TS 23.038 only. UCS2: it has others, which costs more. */
  readonly encoding: 'GSM7' | 'UCS2';
  /** Septets, or UTF-16 units. */
  readonly units: number;
  /** Number of SMS that are paid; 0 for an empty text. */
  readonly segments: number;
}

const basic = new Set(table.basic);
const extension = new Set(table.extension);
const replacements: ReadonlyMap<string, string> = new Map(Object.entries(table.replacements));

/** Size of a text as SMS. A sign of two units is never divided between two segments. */
export function measureSms(text: string): SmsSize {
  const signs = [...text];
  const encoding = signs.every((sign) => basic.has(sign) || extension.has(sign)) ? 'GSM7' : 'UCS2';
  const sizes = signs.map((sign) => (encoding === 'UCS2' ? sign.length : extension.has(sign) ? 2 : 1));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const [alone = 0, joined = 0] = table.limits[encoding];
  return { encoding, units, segments: units <= alone ? Math.ceil(units / alone) : countSegments(sizes, joined) };
}

/** Number of segments when each holds at most `most` units. */
function countSegments(sizes: readonly number[], most: number): number {
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > most) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return segments;
}

/** Text with typographic signs and foreign accents replaced, so that it may fit into the cheaper alphabet. */
export function replaceSpecialSigns(text: string): string {
  return [...text].map((sign) => replacements.get(sign) ?? sign).join('');
}

/** Text of the SMS about a post, above the link. */
export function postSms(groupName: string, title: string): string {
  return `${groupName}: ${title}`;
}

/** Longest text above the link in UTF-16 units; what is longer ends with dots. */
const longestText = 300;

/** Whole SMS: the text in one line, and the link below it. */
export function composeSms(text: string, link: string | null): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const shown = line.length <= longestText ? line : `${line.slice(0, longestText - 3).trimEnd()}...`;
  return link === null ? shown : `${shown}\n${link}`;
}

/** Whole SMS with the addition behind its text, or without it if the SMS would need more segments. */
export function extendSms(text: string, addition: string, link: string | null): string {
  const plain = composeSms(text, link);
  if (addition === '') return plain;
  const extended = composeSms(`${text} ${addition}`, link);
  return extended.includes(addition) && measureSms(extended).segments <= measureSms(plain).segments ? extended : plain;
}
