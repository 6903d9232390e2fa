import { randomInt, randomUUID } from 'node:crypto';
import { toGlobalId } from '../kernel/ids.ts';
import type { Place, Somebody } from './builders.ts';
import { type Data, type Identified, identify } from './client.ts';
import { readPages } from './pdf.ts';
import type { TestServer } from './server.ts';

/** Sends a list as the page of the town hall does; `path`: letters, letters/preview, letters/requested. */
export function sendList(
  app: TestServer,
  { ags }: Place,
  who: Identified,
  body: string | Uint8Array<ArrayBuffer>,
  { path = 'letters', key = randomUUID() as string, type = 'text/csv' } = {},
): Promise<Response> {
  const own = { 'apollo-require-preflight': 'true', 'idempotency-key': key, 'content-type': type };
  return fetch(`http://127.0.0.1:${app.port}/residence/${ags}/${path}`, {
    method: 'POST',
    headers: { ...own, ...identify(who) },
    body,
  });
}

/** Codes of the printed letters in order, read from their pages. */
export async function codesOf(response: Response): Promise<string[]> {
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  const pages = readPages(Buffer.from(await response.arrayBuffer()));
  return pages.map((page) => /^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/m.exec(page)?.[0] ?? '');
}

/** Rows for letters to so many people with unique names. */
export function rowsFor(count: number): string {
  const mark = randomUUID().slice(0, 8);
  return Array.from({ length: count }, (_, i) => `Anna Muster${mark} ${i},Rheinweg ${i + 1},53572,Musterstadt`).join(
    '\n',
  );
}

export async function givenCodes(app: TestServer, place: Place, registrar: Somebody, count: number): Promise<string[]> {
  return codesOf(await sendList(app, place, registrar, rowsFor(count)));
}

const redeem = `mutation($input: RedeemResidenceCodeInput!) { it: redeemResidenceCode(input: $input) { userErrors { code } } }`;

/**
 * Redeems a code from a client address of its own, if the server trusts a proxy; returns PROVEN or the code of the
 * refusal.
 */
export function redeemAs(
  app: TestServer,
  place: Place,
  who: Identified,
  code: string,
  ip = `192.0.2.${randomInt(256)}`,
): Promise<string> {
  return wordFor(app, who, redeem, { municipalityId: toGlobalId('Municipality', place.municipalityId), code }, ip);
}

const confirm = `mutation($input: ConfirmResidenceInput!) { it: confirmResidence(input: $input) { userErrors { code } } }`;

/** Confirms a residence at the counter. */
export function confirmAs(app: TestServer, place: Place, who: Identified, email: string): Promise<string> {
  return wordFor(app, who, confirm, { municipalityId: toGlobalId('Municipality', place.municipalityId), email });
}

/** E-mail address that the builders give to this account. */
export const emailOf = ({ personId }: Somebody): string => `${personId}@example.org`;

async function wordFor(
  { port }: TestServer,
  who: Identified,
  query: string,
  input: object,
  ip = '192.0.2.1',
): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': ip, ...identify(who) },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data, errors }: Data = await response.json();
  return errors?.[0].extensions.code ?? data.it.userErrors[0]?.code ?? 'PROVEN';
}
