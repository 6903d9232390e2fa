import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { sealBallot } from '../ballot/ballot.encryption.rules.ts';
import type { CastBallot, CastEnvelope, PollText } from '../ballot/ballot.rules.ts';
import { vi } from 'vitest';
import { readGlobalId } from '../kernel/ids.ts';
import { blind, type Blinding } from './blinding.ts';
import { askData, type Data, type Identified } from './client.ts';

const readBooth = `query($id: ID!) { poll(id: $id) { booth {
  text textHash viewerHasBallot viewerCanTakeBallot { allowed code } count { eligible issued cast invalid root } } } }`;
const issue = `mutation($input: IssueBallotInput!) { issueBallot(input: $input) { blindSignature userErrors { code } } }`;

export interface VotersBooth {
  readonly text: PollText;
  readonly textHash: string;
  readonly viewerHasBallot: boolean;
  readonly viewerCanTakeBallot: { readonly allowed: boolean; readonly code: string | null };
  readonly count: { eligible: number; issued: number; cast: number; invalid: number; root: string } | null;
}

/** Data that a browser keeps between taking a ballot and casting it. */
export interface Paper {
  readonly pollId: string;
  readonly text: PollText;
  readonly textHash: string;
  readonly privateKey: KeyObject;
  readonly key: string;
  readonly randomizer: string;
  readonly token: string;
}

export interface BlindedKey {
  readonly blinded: string;
  readonly randomizer: string;
  readonly blinding: Blinding;
  readonly privateKey: KeyObject;
  readonly key: string;
}

export async function boothOf(port: number, who: Identified, pollId: string): Promise<VotersBooth> {
  const { booth } = (await askData(port, who, readBooth, { id: pollId })).poll;
  return { ...booth, text: JSON.parse(booth.text) };
}

/** Creates a one-time key and blinds it for this booth. */
export function blindKey({ text }: Pick<VotersBooth, 'text'>): BlindedKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'jwk' }).x ?? '';
  const randomizer = randomBytes(32);
  const ballotKey = createPublicKey({ key: Buffer.from(text.ballotKey, 'base64'), type: 'spki', format: 'der' });
  const blinding = blind(ballotKey, Buffer.concat([randomizer, Buffer.from(key, 'base64url')]));
  const blinded = blinding.blinded.toString('base64url');
  return { blinded, randomizer: randomizer.toString('base64url'), blinding, privateKey, key };
}

/** Server's answer to a blinded key: the blind signature, or the code of the refusal. */
export async function askForBallot(port: number, who: Identified, pollId: string, blinded: string): Promise<string> {
  const { issueBallot }: Data = await askData(port, who, issue, { input: { pollId, blinded } });
  return issueBallot.blindSignature ?? issueBallot.userErrors[0].code;
}

export function unblind(pollId: string, { text, textHash }: VotersBooth, own: BlindedKey, answer: string): Paper {
  const { blinding, randomizer, privateKey, key } = own;
  const token = blinding.unblind(Buffer.from(answer, 'base64url')).toString('base64url');
  return { pollId, text, textHash, privateKey, key, randomizer, token };
}

/** Takes a ballot like a browser: reads the booth, creates a key, requests and unblinds the signature. */
export async function takeBallot(port: number, who: Identified, pollId: string, booth?: VotersBooth): Promise<Paper> {
  const known = booth ?? (await boothOf(port, who, pollId));
  const own = blindKey(known);
  return unblind(pollId, known, own, await askForBallot(port, who, pollId, own.blinded));
}

/** Ballot with its choices, signed with the one-time key. */
export function fillIn({ textHash, privateKey, key, randomizer, token }: Paper, choices: string): CastBallot {
  const text = Buffer.from(`ortsfunk-ballot-1\n${textHash}\n${choices}`);
  return { key, randomizer, token, choices, signature: sign(null, text, privateKey).toString('base64url') };
}

/** Envelope with the encrypted ballot, as the browser sends it. `ballot`: other content than the paper's own. */
export async function seal(paper: Paper, choices: string, ballot = fillIn(paper, choices)): Promise<CastEnvelope> {
  const { text, textHash, privateKey, key, randomizer, token } = paper;
  const ciphertext = await sealBallot(text, textHash, ballot);
  const said = `ortsfunk-envelope-1\n${textHash}\n${createHash('sha256').update(ciphertext).digest('hex')}`;
  const signature = sign(null, Buffer.from(said), privateKey).toString('base64url');
  return { key, randomizer, token, ciphertext: ciphertext.toString('base64url'), signature };
}

/** Posts an envelope like a browser, without a cookie. */
export async function throwIn(port: number, pollId: string, envelope: unknown): Promise<Data> {
  const response = await fetch(`http://127.0.0.1:${port}/ballot-box/${uuidOf(pollId)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(await envelope),
  });
  return response.json();
}

/** Seals and casts a ballot with these choices; returns the answer of the ballot box. */
export async function castChoices(port: number, paper: Paper, choices: string): Promise<Data> {
  return throwIn(port, paper.pollId, await seal(paper, choices));
}

/** Closes a secret poll as `who` and waits until it is counted. */
export async function closeAndCount(port: number, who: Identified, pollId: string): Promise<void> {
  const close = 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }';
  await askData(port, who, close, { id: pollId });
  await vi.waitFor(async () => {
    if ((await boothOf(port, who, pollId)).count === null) throw new Error('not counted yet');
  }, 30_000);
}

export async function fetchBulletinBoard(port: number, who: Identified, pollId: string): Promise<Response> {
  const headers = who.token === undefined ? {} : { cookie: `session=${who.token}` };
  return fetch(`http://127.0.0.1:${port}/ballot-box/${uuidOf(pollId)}/board.json`, { headers });
}

export const uuidOf = (globalId: string): string => readGlobalId(globalId)?.id ?? '';

/** Settings that make a poll secret. */
export const secretRules = {
  secrecy: 'SECRET',
  eligibility: 'MEMBERS',
  resultsVisibility: 'AFTER_CLOSE',
  changeAllowed: false,
} as const;
