import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { sealBallot } from '../../server/ballot/ballot.encryption.rules.ts';
import { blind, type Blinding } from '../../server/testing/blinding.ts';
import { ask, askData, type Client, codesOf, type Data } from './http.ts';
import { openPoll, type Poll, uuidOf } from './polls.ts';
import { becomesTrue } from './waiting.ts';

/** Opens a secret poll for the members of the group. Voters must be members before. */
export async function openSecretPoll(port: number, admin: Client, groupId: string): Promise<Poll> {
  const rules = { secrecy: 'SECRET', eligibility: 'MEMBERS', resultsVisibility: 'AFTER_CLOSE', changeAllowed: false };
  return openPoll(port, admin, groupId, rules);
}

export async function joinAll(port: number, people: readonly Client[], groupId: string): Promise<void> {
  const query = 'mutation($id: ID!) { joinGroup(input: { groupId: $id }) { userErrors { code } } }';
  for (const person of people) await askData(port, person, query, { id: groupId });
}

export interface Booth {
  readonly poll: Poll;
  readonly ballotKey: KeyObject;
  readonly textHash: string;
  readonly encryptionKey: string;
  readonly ballotBytes: number;
}

export async function readBooth(port: number, client: Client, poll: Poll): Promise<Booth> {
  const query = 'query($id: ID!) { poll(id: $id) { booth { text textHash } } }';
  const { text, textHash } = (await askData(port, client, query, { id: poll.id })).poll.booth;
  const { ballotKey, encryptionKey, ballotBytes }: Data = JSON.parse(text);
  const key = Buffer.from(ballotKey, 'base64');
  const publicKey = createPublicKey({ key, type: 'spki', format: 'der' });
  return { poll, textHash, ballotKey: publicKey, encryptionKey, ballotBytes };
}

/** Key pair and blinding that a browser creates before its first request. */
export interface Paper {
  readonly privateKey: KeyObject;
  readonly key: string;
  readonly randomizer: string;
  readonly blinding: Blinding;
}

export function makePaper({ ballotKey }: Booth): Paper {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'jwk' }).x ?? '';
  const randomizer = randomBytes(32);
  const blinding = blind(ballotKey, Buffer.concat([randomizer, Buffer.from(key, 'base64url')]));
  return { privateKey, key, randomizer: randomizer.toString('base64url'), blinding };
}

const issue = `mutation($input: IssueBallotInput!) { issueBallot(input: $input) { blindSignature userErrors { code } } }`;

/** Body of the request to the ballot box: the encrypted ballot. Throws the code of a refusal. */
export async function takeBallot(
  port: number,
  person: Client,
  booth: Booth,
  paper: Paper,
  choice: number,
): Promise<Data> {
  const blinded = paper.blinding.blinded.toString('base64url');
  const answer = await ask(port, person, issue, { input: { pollId: booth.poll.id, blinded } });
  const signature: string | undefined = answer.data?.issueBallot?.blindSignature;
  if (signature == null) throw new Error(codesOf(answer)[0] ?? 'no ballot');
  const token = paper.blinding.unblind(Buffer.from(signature, 'base64url')).toString('base64url');
  return sealChoice(booth, paper, token, String(choice));
}

/** Signs and encrypts choices like a browser. `token`: signature of the town hall, base64url. */
export async function sealChoice(
  booth: Booth,
  paper: Omit<Paper, 'blinding'>,
  token: string,
  choices: string,
): Promise<Data> {
  const { key, randomizer, privateKey } = paper;
  const signText = (text: string): string => sign(null, Buffer.from(text), privateKey).toString('base64url');
  const signature = signText(`ortsfunk-ballot-1\n${booth.textHash}\n${choices}`);
  const ciphertext = await sealBallot(booth, booth.textHash, { key, randomizer, token, choices, signature });
  const hash = createHash('sha256').update(ciphertext).digest('hex');
  const own = signText(`ortsfunk-envelope-1\n${booth.textHash}\n${hash}`);
  return { key, randomizer, token, ciphertext: ciphertext.toString('base64url'), signature: own };
}

export interface BoxAnswer {
  /** Signature of the receipt in base64url; undefined when the ballot is refused. */
  readonly receipt?: string;
  readonly keyHash?: string;
  readonly code?: string;
}

/** Posts the ballot without a cookie, as browsers do. */
export async function throwIn(port: number, { poll }: Booth, ballot: Data, ip: string): Promise<BoxAnswer> {
  const response = await fetch(`http://127.0.0.1:${port}/ballot-box/${uuidOf(poll.id)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': ip },
    body: JSON.stringify(ballot),
    signal: AbortSignal.timeout(60_000),
  });
  const { receipt, userErrors, errors }: Data = await response.json();
  if (receipt) return { receipt: receipt.signature, keyHash: receipt.keyHash };
  return { code: userErrors?.[0]?.code ?? errors?.[0]?.extensions?.code };
}

/** The bulletin board as the text of its file, as soon as the poll is counted. */
export async function readBulletinBoard(port: number, { poll }: Booth): Promise<string> {
  let file = '';
  const isCounted = async (): Promise<boolean> => {
    const response = await fetch(`http://127.0.0.1:${port}/ballot-box/${uuidOf(poll.id)}/board.json`);
    if (response.ok) file = await response.text();
    return response.ok;
  };
  if (!(await becomesTrue(isCounted, 90_000, 20))) throw new Error('no board: the poll was not counted');
  return file;
}

export function hashOfKey(key: string): string {
  return createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex');
}
