import { z } from 'zod';
import { secureUrl, splitList } from './config.values.ts';

/** Meaning of a receipt's state; SENT: the message is under way, which changes nothing. */
export type SmsReceiptState = 'SENT' | 'DELIVERED' | 'TEMPORARY' | 'PERMANENT' | 'TECHNICAL';
const receiptStates = ['SENT', 'DELIVERED', 'TEMPORARY', 'PERMANENT', 'TECHNICAL'] as const;

/** Gateway that sends SMS: its requests, answers and receipts. Pointers are those of RFC 6901. */
export interface SmsGateway {
  readonly kind: 'seven' | 'http';
  readonly method: 'GET' | 'POST';
  /** Address with placeholders in its path or query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON with placeholders in its texts, a form with placeholders as values, or nothing. */
  readonly body: { readonly json: unknown } | { readonly form: string } | null;
  readonly sent: {
    /** Pointer to the gateway's id of the message. */
    readonly id: string;
    /** Pointer to the price in euros; null: the gateway names none. */
    readonly price: string | null;
    /** Pointer to a value that says that the gateway took the message; null: the HTTP status says it. */
    readonly ok: { readonly pointer: string; readonly value: string } | null;
    /** Pointer to the code of an error; null: the gateway names none. */
    readonly error: string | null;
  };
  /** Form of its receipts; null: it sends none. */
  readonly receipt: {
    readonly id: string;
    readonly state: string;
    readonly states: Readonly<Record<string, SmsReceiptState>>;
  } | null;
}

const placeholder = /\{(\w+)\}/g;
const known = ['to', 'text', 'from', 'token'];

/** Whether all placeholders are known; others would be sent as they are. */
function hasKnownPlaceholders(text: string): boolean {
  return [...text.matchAll(placeholder)].every(([, name = '']) => known.includes(name));
}

const pointer = (key: string) =>
  z.string(`needs "${key}" as a JSON pointer`).regex(/^\//, `needs "${key}" that begins with /`);

const okRule = z
  .string('needs "ok" such as "/success=100"')
  .regex(/^\/[^=]*=./, 'needs "ok" such as "/success=100"')
  .transform((text) => ({ pointer: text.slice(0, text.indexOf('=')), value: text.slice(text.indexOf('=') + 1) }));

const httpGateway = z
  .strictObject({
    kind: z.literal('http'),
    method: z.enum(['GET', 'POST'], 'needs a "method" of GET or POST'),
    url: z
      .string('needs a "url"')
      .pipe(secureUrl('needs a "url" that begins with https://'))
      .refine(
        (url) => !new URL(url).host.includes('%7B') && !/^[^/]+\/\/[^/]*\{/.test(url),
        'has a placeholder as host',
      )
      .refine(hasKnownPlaceholders, 'has an unknown placeholder in "url"'),
    headers: z.record(z.string(), z.string(), 'needs "headers" as texts by name').default({}),
    body: z.unknown().optional(),
    sent: z.strictObject(
      { id: pointer('sent.id'), price: pointer('sent.price').optional(), ok: okRule.optional() },
      'needs "sent" with "id", "price" and "ok"',
    ),
    receipt: z
      .strictObject({
        id: pointer('receipt.id'),
        state: pointer('receipt.state'),
        states: z.record(z.string(), z.enum(receiptStates, `has states other than ${receiptStates.join(', ')}`)),
      })
      .optional(),
  })
  .transform(({ sent, receipt, body, ...rest }, ctx): SmsGateway => {
    const read = readBody(body, rest.headers);
    if (read === undefined) ctx.addIssue('has a "body" that is neither JSON nor a form with known placeholders');
    return {
      ...rest,
      body: read ?? null,
      sent: { id: sent.id, price: sent.price ?? null, ok: sent.ok ?? null, error: null },
      receipt: receipt ?? null,
    };
  });

/** Body of the template. A text is JSON if it can be parsed or the header says so, else a form. Undefined: neither. */
function readBody(body: unknown, headers: Readonly<Record<string, string>>): SmsGateway['body'] | undefined {
  if (body === undefined || body === null) return null;
  if (!hasKnownPlaceholders(JSON.stringify(body))) return undefined;
  if (typeof body !== 'string') return { json: body };
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const json = parseJson(body);
  if (json !== undefined && !type.includes('form')) return { json };
  return type.includes('json') || !body.includes('=') ? undefined : { form: body };
}

const sevenStates: Readonly<Record<string, SmsReceiptState>> = {
  ACCEPTED: 'SENT',
  TRANSMITTED: 'SENT',
  BUFFERED: 'SENT',
  DELIVERED: 'DELIVERED',
  NOTDELIVERED: 'PERMANENT',
  REJECTED: 'PERMANENT',
  EXPIRED: 'TEMPORARY',
  FAILED: 'TECHNICAL',
};

/** Gateway of seven.io for an account; `origin` differs in tests and in the demo. */
export function sevenGateway(key: string, origin = 'https://gateway.seven.io'): SmsGateway {
  return {
    kind: 'seven',
    method: 'POST',
    url: `${origin}/api/sms`,
    headers: { 'X-Api-Key': key, Accept: 'application/json' },
    body: { form: 'to={to}&text={text}&from={from}&foreign_id={token}' },
    sent: {
      id: '/messages/0/id',
      price: '/total_price',
      ok: { pointer: '/success', value: '100' },
      error: '/messages/0/error',
    },
    receipt: { id: '/data/msg_id', state: '/data/status', states: sevenStates },
  };
}

const seven = z
  .strictObject({ kind: z.literal('seven'), key: z.string('needs a "key"').regex(/\S/, 'needs a "key"') })
  .transform(({ key }) => sevenGateway(key));

/** Parsed JSON, or undefined: the message of JSON.parse could quote the key. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const gateway = z
  .string()
  .transform(parseJson)
  .pipe(z.discriminatedUnion('kind', [seven, httpGateway], 'must be a JSON object of the kind "seven" or "http"'))
  .readonly();

const countries = z
  .string()
  .default('DE,AT,CH')
  .transform((text, ctx): readonly string[] => {
    const codes = splitList(text);
    const wrong = codes.find((code) => !/^[A-Z]{2}$/.test(code));
    if (wrong !== undefined || codes.length === 0) ctx.addIssue(`must be like DE,AT,CH, got "${wrong ?? text}"`);
    return Object.freeze(codes);
  });

const price = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,2})?$/, 'must be a number of cents such as 7.5')
  .refine((text) => Number(text) > 0, 'must be above 0')
  .default('7.5')
  .transform(Number);

/** Settings for SMS. */
export const smsSettings = z
  .object({
    SMS_GATEWAY: gateway
      .optional()
      .describe(
        'Gateway that sends SMS, as JSON: `{"kind": "seven", "key": "…"}` for seven.io, or a template for any other, ' +
          'see [operations](operations/README.md#sms). Without it no SMS are sent.',
      ),
    SMS_COUNTRIES: countries.describe(
      'Countries whose mobile numbers get SMS, by their two letters: `DE,AT,CH`. Numbers of other countries are refused, ' +
        'because codes to expensive numbers are a known fraud.',
    ),
    SMS_PRICE: price.describe(
      'Expected price of one SMS in cents, which is reserved in the budget of the town; the price that the gateway ' +
        'names replaces it.',
    ),
  })
  .meta({ title: 'SMS' });
