import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { CastBallot, PollText } from '../ballot/ballot.rules.ts';
import { readGlobalId } from '../kernel/ids.ts';
import { blind, type Blinding } from './blinding.ts';
import { askData, type Data, type Identified } from './client.ts';

const readBooth = `query($id: ID!) { poll(id: $id) { booth {
  text textHash viewerHasBallot viewerCanTakeBallot { allowed code } count { eligible issued cast root } } } }`;
const issue = `mutation($input: IssueBallotInput!) { issueBallot(input: $input) { blindSignature userErrors { code } } }`;

export interface VotersBooth {
  readonly text: PollText;
  readonly textHash: string;
  readonly viewerHasBallot: boolean;
  readonly viewerCanTakeBallot: { readonly allowed: boolean; readonly code: string | null };
  readonly count: { eligible: number; issued: number; cast: number; root: string } | null;
}

/** Data that a browser keeps between taking a ballot and casting it. */
export interface Paper {
  readonly pollId: string;
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

export function unblind(pollId: string, { textHash }: VotersBooth, own: BlindedKey, answer: string): Paper {
  const { blinding, randomizer, privateKey, key } = own;
  const token = blinding.unblind(Buffer.from(answer, 'base64url')).toString('base64url');
  return { pollId, textHash, privateKey, key, randomizer, token };
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

export async function throwIn(port: number, pollId: string, ballot: unknown): Promise<Data> {
  const response = await fetch(`http://127.0.0.1:${port}/ballot-box/${uuidOf(pollId)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ballot),
  });
  return response.json();
}

export async function fetchBoard(port: number, who: Identified, pollId: string): Promise<Response> {
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
