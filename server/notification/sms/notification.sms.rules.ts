import type { SmsGateway } from '../../kernel/config.sms.ts';

/** Values of the placeholders in a gateway's template. */
export interface SmsRequest {
  /** Number in the form of E.164: "+4915112345678". */
  readonly to: string;
  readonly text: string;
  /** Name that phones show as sender, at most 11 letters and digits. */
  readonly from: string;
  /** Equal at every try, so that the gateway recognises repetitions. */
  readonly token: string;
}

/** Request to a gateway with escaped values. */
export interface FilledTemplate {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Fills a gateway's template; each value is escaped for the place where its placeholder stands. */
export function fillTemplate({ url, headers, body }: SmsGateway, request: SmsRequest): FilledTemplate {
  const address = fill(url, request, encodeURIComponent);
  if (body === null) return { url: address, headers, body: undefined };
  const isJson = 'json' in body;
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  return {
    url: address,
    headers: { 'Content-Type': `${type}; charset=utf-8`, ...headers },
    body: isJson ? JSON.stringify(fillJson(body.json, request)) : fill(body.form, request, encodeURIComponent),
  };
}

/** Replaces all placeholders in one pass, so that a value that looks like a placeholder stays as it is. */
function fill(text: string, request: SmsRequest, escape: (value: string) => string = (value) => value): string {
  return text.replace(/\{(to|text|from|token)\}/g, (_all, name: keyof SmsRequest) => escape(request[name]));
}

function fillJson(value: unknown, request: SmsRequest): unknown {
  if (typeof value === 'string') return fill(value, request);
  if (Array.isArray(value)) return value.map((item) => fillJson(item, request));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillJson(item, request)]));
}

/** Text or number at a JSON pointer (RFC 6901) as text; undefined: nothing is there, or something else. */
export function readPointer(document: unknown, pointer: string): string | undefined {
  let value = document;
  for (const part of pointer.slice(1).split('/')) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Price in hundredths of a cent, rounded up, from a number of euros; undefined: none that can be true. */
export function readPrice(euros: string | undefined): number | undefined {
  const price = Number(euros);
  if (euros === undefined || !(price >= 0 && price <= 100)) return undefined;
  return Math.ceil(Number((price * 10_000).toFixed(4)));
}

/** Meaning of a gateway's answer for a message. */
export type SmsAnswer =
  | { readonly outcome: 'SENT'; readonly id: string | null; readonly price: number | undefined }
  /** The gateway will never send it. */
  | { readonly outcome: 'REFUSED'; readonly reason: string }
  /** The message may be sent later; TECHNICAL: the operator has to change something first. */
  | { readonly outcome: 'LATER'; readonly reason: string; readonly kind: 'TEMPORARY' | 'TECHNICAL' }
  /** The gateway asks for a pause. */
  | { readonly outcome: 'PAUSE'; readonly reason: string };

/**
 * Meaning of the error codes of seven.io: 202 wrong number; 403 daily limit of the number; 500 no credit; 600 carrier; 900
 * wrong key; 903 address of this server is not allowed.
 */
const sevenErrors: Readonly<Record<string, 'REFUSED' | 'TEMPORARY' | 'TECHNICAL'>> = {
  202: 'REFUSED',
  403: 'TEMPORARY',
  500: 'TECHNICAL',
  600: 'TEMPORARY',
  900: 'TECHNICAL',
  903: 'TECHNICAL',
};

/** Reads the answer of a gateway. `reason` holds codes, no texts of the gateway, which may contain numbers. */
export function readAnswer({ kind, sent }: SmsGateway, status: number, text: string): SmsAnswer {
  if (status === 429 || status === 503) return { outcome: 'PAUSE', reason: `HTTP_${status}` };
  if (status === 401 || status === 403) return { outcome: 'LATER', reason: `HTTP_${status}`, kind: 'TECHNICAL' };
  if (status >= 500) return { outcome: 'LATER', reason: `HTTP_${status}`, kind: 'TEMPORARY' };
  const document = parseJson(text);
  const isTaken = status >= 200 && status < 300;
  const said = sent.ok === null ? undefined : readPointer(document, sent.ok.pointer);
  const error = sent.error === null ? undefined : readPointer(document, sent.error);
  if (isTaken && error === undefined && (sent.ok === null || said === sent.ok.value)) {
    const price = sent.price === null ? undefined : readPrice(readPointer(document, sent.price));
    return { outcome: 'SENT', id: readPointer(document, sent.id) ?? null, price };
  }
  if (kind === 'http') return { outcome: 'REFUSED', reason: isTaken ? 'NOT_TAKEN' : `HTTP_${status}` };
  // Older answers of seven.io are nothing but the code.
  const code = /^\d{3}$/.exec(error ?? said ?? text.trim())?.[0];
  const meaning = sevenErrors[code ?? ''] ?? 'TEMPORARY';
  const reason = `SEVEN_${code ?? 'UNKNOWN'}`;
  return meaning === 'REFUSED' ? { outcome: 'REFUSED', reason } : { outcome: 'LATER', reason, kind: meaning };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // some gateways answer plain text
  }
}

/** Longest name of a sender; phones show no longer ones. */
export const longestSender = 11;

/** Whether networks accept the name as sender: letters and digits, at least one letter. */
export function isSenderName(name: string): boolean {
  return /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/.test(name) && name === name.trim();
}

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' };

/** Sender of a town that has chosen none: the beginning of its name. */
export function senderOf(townName: string): string {
  const plain = townName.replace(/[äöüßÄÖÜ]/g, (sign) => umlauts[sign] ?? sign).normalize('NFD');
  return (
    plain
      .replace(/[^A-Za-z0-9 ]/g, '')
      .slice(0, longestSender)
      .trim() || 'Gemeinde'
  );
}

/** Whether the text of an SMS asks for an end: STOP, STOPP or ENDE, in any case and with blanks and dots. */
export function isStopWord(text: string): boolean {
  return text.length <= 40 && ['STOP', 'STOPP', 'ENDE'].includes(text.replace(/[\s.!]/g, '').toUpperCase());
}

/** Number in the form of E.164 of a sender, which gateways write with "+", with "00" or without both. */
export function readSender(sender: string | undefined): string | undefined {
  const digits = sender?.replace(/[\s()/-]/g, '').replace(/^(\+|00)/, '');
  return digits !== undefined && /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : undefined;
}
