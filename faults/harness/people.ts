import { openAuthenticator } from '../../server/testing/authenticator.ts';
import { solveProof } from '../../server/testing/proofs.ts';
import { ask, askData, type Client, codesOf, type GraphQLAnswer, type Reply } from './http.ts';
import type { MailServer } from './mail.ts';

/** A person who signed in as everybody does: requested a code, read it in the mail, typed it. */
export interface Person extends Client {
  readonly email: string;
  readonly cookie: string;
}

const requestSignIn = `mutation($email: String!) { requestSignIn(input: { email: $email, ags: "07138073" }) {
  expiresAt userErrors { code } } }`;
/** Request with a proof of work; separate, because older servers, with which bench jobs compare, know no proofs. */
const requestProven = `mutation($email: String!, $proof: String) {
  requestSignIn(input: { email: $email, ags: "07138073", proof: $proof }) {
    expiresAt proofChallenge userErrors { code } } }`;
const confirmSignIn = `mutation($input: ConfirmSignInInput!) { confirmSignIn(input: $input) {
  viewer { id } userErrors { code } } }`;

/** An IP address for the n-th client, because requests of one address need proofs of work after the first 60. */
export function clientIp(n: number): string {
  return `10.${1 + Math.floor(n / 60_000)}.${Math.floor(n / 250) % 240}.${1 + (n % 250)}`;
}

export async function signIn(port: number, mail: MailServer, email: string, ip: string): Promise<Person> {
  const asked = await requestCode(port, { ip }, email);
  if (asked.client === undefined) throw new Error(`no code for a sign-in: ${asked.word}`);
  const code = codeIn(await mail.nextMail(email));
  const confirmed = await confirmWith(port, asked.client, { code });
  if (confirmed.client === undefined) throw new Error(`sign-in refused: ${confirmed.word}`);
  return { email, ...confirmed.client };
}

const startPasskey = 'mutation { startPasskey { options userErrors { code } } }';
const addPasskey = `mutation($input: AddPasskeyInput!) { addPasskey(input: $input) { userErrors { code } } }`;

/** Signs in an admin or operator, whose roles rest until the first passkey is added. */
export async function signInAdmin(port: number, mail: MailServer, email: string, ip: string): Promise<Person> {
  const person = await signIn(port, mail, email, ip);
  const known = await fetch(`http://127.0.0.1:${port}/.well-known/webauthn`);
  const { origins } = (await known.json()) as { readonly origins: readonly string[] };
  const started = await ask(port, person, startPasskey);
  const response = openAuthenticator(origins[0] ?? '').create(started.data?.startPasskey?.options);
  const cookie = `${person.cookie}; ${cookiesOf(started.headers)}`;
  const added = await ask(port, { ip, cookie }, addPasskey, { input: { response, name: 'Schlüssel' } });
  const [problem] = codesOf(added);
  if (problem !== undefined) throw new Error(`no passkey for ${email}: ${problem}`);
  return person;
}

/** Answer to a step of a sign-in. */
export interface Step {
  /** Whether the server asked for a proof of work first. */
  readonly isProven?: boolean;
  /** Browser with the cookies that it has after the step; undefined: refused. */
  readonly client: (Client & { readonly cookie: string }) | undefined;
  /** Code of the refusal, or "accepted". */
  readonly word: string;
}

/** Requests a mail with a code and a link; like a browser it computes a proof of work if the server asks for one. */
export async function requestCode(port: number, { ip, cookie }: Client, email: string): Promise<Step> {
  const asked = await ask(port, { ip, cookie }, requestSignIn, { email });
  const isProven = codesOf(asked).includes('PROOF_REQUIRED');
  const answer = isProven ? await requestWithProof(port, { ip, cookie }, email) : asked;
  return { ...stepOf(answer, ip, answer.data?.requestSignIn?.expiresAt != null), isProven };
}

async function requestWithProof(port: number, client: Client, email: string): Promise<Reply> {
  const refused = await ask(port, client, requestProven, { email });
  const challenge: unknown = refused.data?.requestSignIn?.proofChallenge;
  if (typeof challenge !== 'string') return refused; // others have confirmed meanwhile, so no proof is needed any more
  return ask(port, client, requestProven, { email, proof: await solveProof(challenge) });
}

/** Signs in with the code or with the token of the link in a mail. */
export async function confirmWith(
  port: number,
  { ip, cookie }: Client,
  input: { readonly code: string } | { readonly token: string },
): Promise<Step> {
  const confirmed = await ask(port, { ip, cookie }, confirmSignIn, { input });
  return stepOf(confirmed, ip, confirmed.data?.confirmSignIn?.viewer != null);
}

function stepOf(answer: GraphQLAnswer & { readonly headers: Headers }, ip: string, isAccepted: boolean): Step {
  const word = isAccepted ? 'accepted' : (codesOf(answer)[0] ?? 'no answer');
  return { client: isAccepted ? { ip, cookie: cookiesOf(answer.headers) } : undefined, word };
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

/** Code of eight digits in a mail. */
export function codeIn(mail: string): string {
  const found = /(?:^|\s)(\d{4})[ \u00a0]?(\d{4})(?=\s|$|\.)/m.exec(mail);
  if (found === null) throw new Error('no code of 8 digits in the mail');
  return `${found[1]}${found[2]}`;
}

/** Converts Set-Cookie headers to a Cookie header; deleted cookies are left out. */
function cookiesOf(headers: Headers): string {
  const pairs = headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  return pairs.filter((pair) => !pair.endsWith('=')).join('; ');
}
