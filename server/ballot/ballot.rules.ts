import { createHash } from 'node:crypto';
import { type Actor, strangersCode } from '../kernel/actor.ts';
import { levelAt, reaches } from '../kernel/assurance.ts';
import { allow, deny, refusal, type Verdict } from '../kernel/errors.ts';
import { ineligibilityCode } from '../poll/poll.electorate.rules.ts';
import type { OptionOrder, Poll, PollVariant, QuestionKind } from '../poll/poll.entity.ts';
import type { PollStanding } from '../poll/poll.rules.ts';

/** Text of a secret poll, frozen at opening; recount.mjs reads the same format. */
export interface PollText {
  readonly format: 'ortsfunk-poll-3';
  readonly poll: string;
  readonly town: string;
  readonly group: string;
  readonly title: string;
  readonly description: string | null;
  readonly questions: readonly {
    readonly text: string;
    readonly kind: QuestionKind;
    readonly min: number;
    readonly max: number;
    /** SHUFFLED: options are shown in a random order per voter; ballots use the positions of `options`. */
    readonly order: OptionOrder;
    readonly options: readonly string[];
    /** Picture, or null, for each option; absent: no option has a picture. */
    readonly pictures?: readonly (FrozenPicture | null)[];
  }[];
  readonly variants: readonly PollVariant[];
  readonly opened: string;
  readonly closes: string;
  readonly eligible: number;
  /** RSA-3072 public key for blind signatures: SubjectPublicKeyInfo, base64. */
  readonly ballotKey: string;
  /** Ed25519 public key for receipts: raw 32 bytes, base64url. */
  readonly receiptKey: string;
  /** P-256 public key for the encryption of ballots: uncompressed point of 65 bytes, base64url. */
  readonly encryptionKey: string;
  /** Length to which every ballot is padded before its encryption, so that its length reveals nothing. */
  readonly ballotBytes: number;
}

/** Hash and alternative text of a picture on the ballot, so that a later exchange can be detected. */
export interface FrozenPicture {
  /** SHA-256 of the small picture file, hexadecimal; null: the file was missing when the poll opened. */
  readonly sha256: string | null;
  /** Alternative text. */
  readonly alt: string;
}

/** Ballot as it lies in the envelope and later on the board; all fields except `choices` are base64url. */
export interface CastBallot {
  /** One-time Ed25519 public key, 32 bytes. */
  readonly key: string;
  /** 32 random bytes that the blind signature covers together with the key. */
  readonly randomizer: string;
  /** The town hall's signature, made blindly, over randomizer and key; 384 bytes. */
  readonly token: string;
  /** Positions of the chosen options by question, ascending: "0;1,3"; for RANKING first choice first: "2,0,1". */
  readonly choices: string;
  /** Signature of the one-time key over `ballotText`, 64 bytes. */
  readonly signature: string;
}

/** Request that casts a ballot; all fields are base64url. */
export interface CastEnvelope extends Pick<CastBallot, 'key' | 'randomizer' | 'token'> {
  /** Ballot, encrypted for the poll: the encapsulated key followed by the encrypted text. */
  readonly ciphertext: string;
  /** Signature of the one-time key over `envelopeText`, 64 bytes. */
  readonly signature: string;
}

/** Whether a ballot may be issued to the actor now. Earlier issues are not checked here but in the roll. */
export function canTakeBallot(actor: Actor, poll: Poll, standing: PollStanding, now: Date): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  if (poll.secrecy !== 'SECRET') return deny('NOT_SECRET');
  if (poll.state(now) !== 'OPEN') return deny('POLL_NOT_OPEN');
  if (!standing.isElector) return deny(ineligibilityCode(poll, standing));
  return reaches(levelAt(actor.assurance, now), poll.assurance) ? allow : deny('ASSURANCE_REQUIRED');
}

const lengths = { key: 32, randomizer: 32, token: 384, signature: 64 } as const;

/** Parses a ballot from untrusted JSON. User errors: BAD_BALLOT with the name of the field. */
export function readCast(sent: unknown): CastBallot {
  const { text, bytes } = fieldsOf(sent);
  const choices = text('choices');
  if (choices.length > longestChoices || !/^[0-9,;]*$/.test(choices)) throw refusal('BAD_BALLOT', 'choices');
  return {
    key: bytes('key'),
    randomizer: bytes('randomizer'),
    token: bytes('token'),
    choices,
    signature: bytes('signature'),
  };
}

/** Parses a request that casts a ballot. User errors: BAD_BALLOT with the name of the field. */
export function readEnvelope(sent: unknown): CastEnvelope {
  const { text, bytes } = fieldsOf(sent);
  return {
    key: bytes('key'),
    randomizer: bytes('randomizer'),
    token: bytes('token'),
    ciphertext: text('ciphertext'),
    signature: bytes('signature'),
  };
}

const longestChoices = 4000;

function fieldsOf(sent: unknown) {
  const fields: Readonly<Record<string, unknown>> = typeof sent === 'object' && sent !== null ? { ...sent } : {};
  const text = (name: string): string => {
    const value = fields[name];
    if (typeof value !== 'string') throw refusal('BAD_BALLOT', name);
    return value;
  };
  const bytes = (name: keyof typeof lengths): string => {
    const value = text(name);
    if (decodeExactly(value, lengths[name]) === undefined) throw refusal('BAD_BALLOT', name);
    return value;
  };
  return { text, bytes };
}

/**
 * Length in bytes of the longest ballot of these questions: all options chosen in the order of the ballot. All other
 * fields have a fixed length.
 */
export function longestBallot(questions: PollText['questions']): number {
  const choices = questions.map(({ options }) => [...options.keys()].join(',')).join(';');
  const fixed = Object.entries(lengths).map(([name, length]) => [name, Buffer.alloc(length).toString('base64url')]);
  return JSON.stringify({ ...Object.fromEntries(fixed), choices }).length;
}

/** Decodes canonical base64url of exactly `length` bytes; undefined if the text is anything else. */
export function decodeExactly(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === length && bytes.toString('base64url') === text ? bytes : undefined;
}

/**
 * Chosen positions by question, ascending or in the order of the ranking; undefined: the poll does not allow these choices.
 * web/ballot/recount.mjs judges by the same rules.
 */
export function findChoices({ questions }: Pick<PollText, 'questions'>, choices: string): number[][] | undefined {
  const chosen = choices.split(';').map((part) => (part === '' ? [] : part.split(',').map(Number)));
  const isCanonical = chosen.map((positions) => positions.join(',')).join(';') === choices;
  const isAllowed = questions.every(({ kind, min, max, options }, i) => {
    const positions = chosen[i] ?? [];
    const isOrdered =
      kind === 'RANKING'
        ? new Set(positions).size === positions.length
        : positions.every((position, n) => n === 0 || position > (positions[n - 1] ?? 0));
    const isKnown = positions.every((position) => position < options.length);
    return isOrdered && isKnown && positions.length >= min && positions.length <= max;
  });
  return isCanonical && isAllowed && chosen.length === questions.length ? chosen : undefined;
}

/**
 * Text that the one-time key signs. It contains the hash of the frozen text, so that the ballot is invalid in other
 * polls.
 */
export function ballotText(textHash: string, choices: string): string {
  return `ortsfunk-ballot-1\n${textHash}\n${choices}`;
}

/**
 * Text that the one-time key signs over an envelope. It contains the hash of the frozen text, so that the envelope is
 * invalid in other polls. `ciphertextHash`: SHA-256, hexadecimal.
 */
export function envelopeText(textHash: string, ciphertextHash: string): string {
  return `ortsfunk-envelope-1\n${textHash}\n${ciphertextHash}`;
}

/** Text of a receipt: confirms that the ciphertext with this hash was cast with this key. */
export function receiptText(pollId: string, keyHash: string, ciphertextHash: string): string {
  return `ortsfunk-receipt-2\n${pollId}\n${keyHash}\n${ciphertextHash}`;
}

/** Line of the board for one ballot, as the hash chain includes it. */
export function bulletinLine({ key, randomizer, token, choices, signature }: CastBallot): string {
  return [key, randomizer, token, choices, signature].join('.');
}

/** SHA-256, hexadecimal. */
export function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
