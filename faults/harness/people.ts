import { ask, askData, type Client } from './http.ts';
import type { MailServer } from './mail.ts';

/** A person who signed in as everybody does: requested a code, read it in the mail, typed it. */
export interface Person extends Client {
  readonly email: string;
  readonly cookie: string;
}

const requestSignIn = `mutation($email: String!) { requestSignIn(input: { email: $email, ags: "07138073" }) {
  expiresAt userErrors { code } } }`;
const confirmSignIn = `mutation($code: String!) { confirmSignIn(input: { code: $code }) {
  viewer { id } userErrors { code } } }`;

/** An IP address for the n-th client, because one client may request only ten codes per 15 minutes. */
export function clientIp(n: number): string {
  return `10.${1 + Math.floor(n / 60_000)}.${Math.floor(n / 250) % 240}.${1 + (n % 250)}`;
}

export async function signIn(port: number, mail: MailServer, email: string, ip: string): Promise<Person> {
  const asked = await ask(port, { ip }, requestSignIn, { email });
  if (asked.data?.requestSignIn?.expiresAt == null) throw new Error(`no code for a sign-in: ${asked.text}`);
  const code = codeIn(await mail.nextMail(email));
  const confirmed = await ask(port, { ip, cookie: cookiesOf(asked.headers) }, confirmSignIn, { code });
  if (confirmed.data?.confirmSignIn?.viewer == null) throw new Error(`sign-in refused: ${confirmed.text}`);
  const cookie = cookiesOf(confirmed.headers);
  return { email, ip, cookie };
}

/** Signs in people, a few at a time, until there are `count`. */
export async function signInMany(port: number, mail: MailServer, count: number): Promise<Person[]> {
  const people: Person[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      people[n] = await signIn(port, mail, `citizen${n}@example.org`, clientIp(n));
    }
  };
  await Promise.all(Array.from({ length: 25 }, work));
  return people;
}

export async function viewerOf(port: number, person: Client): Promise<{ email: string } | null> {
  return (await askData(port, person, '{ viewer { email } }')).viewer as { email: string } | null;
}

function codeIn(mail: string): string {
  const found = /(?:^|\s)(\d{4})[ \u00a0]?(\d{4})(?=\s|$|\.)/m.exec(mail);
  if (found === null) throw new Error('no code of 8 digits in the mail');
  return `${found[1]}${found[2]}`;
}

/** Converts Set-Cookie headers to a Cookie header; deleted cookies are left out. */
function cookiesOf(headers: Headers): string {
  const pairs = headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  return pairs.filter((pair) => !pair.endsWith('=')).join('; ');
}
