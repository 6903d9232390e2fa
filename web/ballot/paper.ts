import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { ballotText, type PollText, type Receipt, sha256 } from './recount.mjs';

/** A ballot in preparation, as the browser stores it. The private key is not extractable. */
export interface Paper {
  readonly pollId: string;
  readonly textHash: string;
  readonly privateKey: CryptoKey;
  /** One-time public key; this and the following fields are base64url. */
  readonly key: string;
  readonly randomizer: string;
  readonly blinded: string;
  readonly inverse: string;
  /** Unblinded signature of the town hall: with it the ballot is issued. */
  readonly token?: string;
  /** Choices; from then on they cannot be changed. They never leave the device unencrypted. */
  readonly choices?: string;
  /** The whole ballot, encrypted for the poll. Kept, because the ballot box accepts only one ciphertext per key. */
  readonly ciphertext?: string;
  /** Signature of the one-time key over the ciphertext. */
  readonly signature?: string;
  /** Time at which the ballot is cast, in milliseconds since 1970; absent: its owner casts it. */
  readonly sendAt?: number;
  /** Receipt of the ballot box: with it the ballot is cast. */
  readonly receipt?: Receipt;
}

const suite = RSABSSA.SHA384.PSS.Randomized();
/** HPKE (RFC 9180), base mode, as in ballot.encryption.rules.ts of the server. */
const sealing = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });

/**
 * Creates a one-time key and blinds it for this poll: the signature request reveals nothing about the key to the
 * server.
 */
export async function makePaper(pollId: string, text: string): Promise<Paper> {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('no key pair');
  const key = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const prepared = suite.prepare(key);
  const { blindedMsg, inv } = await suite.blind(await ballotKeyOf(text), prepared);
  return {
    pollId,
    textHash: await sha256(text),
    privateKey: pair.privateKey,
    key: encode(key),
    randomizer: encode(prepared.subarray(0, 32)),
    blinded: encode(blindedMsg),
    inverse: encode(inv),
  };
}

/** Removes the blinding from the server's signature; throws if the result is not a genuine signature. */
export async function unblind(paper: Paper, text: string, answer: string): Promise<Paper> {
  const prepared = new Uint8Array([...decode(paper.randomizer), ...decode(paper.key)]);
  const token = await suite.finalize(await ballotKeyOf(text), prepared, decode(answer), decode(paper.inverse));
  return { ...paper, token: encode(token) };
}

/**
 * Signs the choices, encrypts the whole ballot for the poll and signs the ciphertext. Every ballot of a poll is padded to
 * the same length. `choices`: positions by question, such as "0;1,3".
 */
export async function fillIn(paper: Paper, text: string, choices: string): Promise<Paper> {
  const { encryptionKey, ballotBytes }: PollText = JSON.parse(text);
  const { key, randomizer, token, textHash } = paper;
  const ballot = { key, randomizer, token, choices, signature: await sign(paper, ballotText(textHash, choices)) };
  const padded = new TextEncoder().encode(JSON.stringify(ballot).padEnd(ballotBytes));
  const recipientPublicKey = await sealing.kem.deserializePublicKey(decode(encryptionKey).buffer);
  const info = new TextEncoder().encode(`ortsfunk-ballot-2\n${textHash}`);
  const { enc, ct } = await sealing.seal({ recipientPublicKey, info }, padded);
  const ciphertext = new Uint8Array([...new Uint8Array(enc), ...new Uint8Array(ct)]);
  const signature = await sign(paper, `ortsfunk-envelope-1\n${textHash}\n${await sha256(ciphertext)}`);
  return { ...paper, choices, ciphertext: encode(ciphertext), signature };
}

async function sign({ privateKey }: Paper, text: string): Promise<string> {
  return encode(new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, new TextEncoder().encode(text))));
}

/** A question as the page shows it. */
export interface ShownQuestion {
  readonly text: string;
  readonly kind: string;
  readonly minChoices: number;
  readonly maxChoices: number;
  readonly optionOrder: string;
  readonly options: readonly {
    readonly label: string;
    readonly picture?: { readonly alt?: string | null; readonly small: { readonly url: string } } | null;
  }[];
}

/**
 * Parses the frozen text of the poll. Null unless the text matches its hash and asks what the page shows, including
 * the files of its pictures.
 */
export async function readText(
  booth: { readonly text: string; readonly textHash: string },
  questions: readonly ShownQuestion[],
): Promise<PollText | null> {
  const text: PollText = JSON.parse(booth.text);
  if ((await sha256(booth.text)) !== booth.textHash) return null;
  const frozen = text.questions.map(({ text: asked, kind, min, max, order, options, pictures }) => ({
    asked,
    kind,
    min,
    max,
    order: order ?? 'FIXED',
    options,
    pictures: pictures ?? options.map(() => null),
  }));
  const shown = await Promise.all(questions.map(asFrozen));
  return JSON.stringify(shown) === JSON.stringify(frozen) ? text : null;
}

async function asFrozen({ text, kind, minChoices, maxChoices, optionOrder, options }: ShownQuestion) {
  return {
    asked: text,
    kind,
    min: minChoices,
    max: maxChoices,
    order: optionOrder,
    options: options.map(({ label }) => label),
    pictures: await Promise.all(options.map(({ picture }) => (picture ? hashed(picture) : null))),
  };
}

async function hashed({ alt, small }: NonNullable<ShownQuestion['options'][number]['picture']>) {
  const response = await fetch(small.url);
  const file = response.ok ? await sha256(new Uint8Array(await response.arrayBuffer())) : null;
  return { sha256: file, alt: alt ?? '' };
}

function ballotKeyOf(text: string): Promise<CryptoKey> {
  const { ballotKey }: PollText = JSON.parse(text);
  return crypto.subtle.importKey('spki', decode(ballotKey), { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']);
}

function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
