import { createHash } from 'node:crypto';
import { type Actor, strangersCode } from '../kernel/actor.ts';
import { levelAt, reaches } from '../kernel/assurance.ts';
import { allow, deny, refusal, type Verdict } from '../kernel/errors.ts';
import { strangerToPoll } from '../poll/poll.electorate.rules.ts';
import type { OptionOrder, Poll, PollVariant, QuestionKind } from '../poll/poll.entity.ts';
import type { PollStanding } from '../poll/poll.rules.ts';

/** What is voted on, as frozen at opening; recount.mjs reads the same. */
export interface PollText {
  readonly format: 'ortsfunk-poll-2';
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
    /** SHUFFLED: each voter sees the options in an order of their own; ballots name them by their place here. */
    readonly order: OptionOrder;
    readonly options: readonly string[];
    /** For each option what its picture shows; absent: no option has one. */
    readonly pictures?: readonly (FrozenPicture | null)[];
  }[];
  readonly variants: readonly PollVariant[];
  readonly opened: string;
  readonly closes: string;
  readonly eligible: number;
  /** RSA-3072, SubjectPublicKeyInfo in base64. */
  readonly ballotKey: string;
  /** Ed25519, the raw 32 bytes in base64url. */
  readonly receiptKey: string;
}

/** A picture on the ballot paper, so that nobody can put another in its place. */
export interface FrozenPicture {
  /** SHA-256 of the file that voters see, hexadecimal; null: it was not there any more when the poll opened. */
  readonly sha256: string | null;
  /** What it shows, in words. */
  readonly alt: string;
}

/** A ballot as it is thrown into the box, all in base64url but the choices. */
export interface CastBallot {
  /** The one-time Ed25519 key. */
  readonly key: string;
  readonly randomizer: string;
  /** The town hall's signature, made blindly, over randomizer and key. */
  readonly token: string;
  /** Positions of the chosen options by question: "0;1,3"; of a ranking with the first choice first: "2,0,1". */
  readonly choices: string;
  /** By the one-time key over the ballot's text. */
  readonly signature: string;
}

/** Who may take a ballot now; once it is taken, the roll says so. */
export function canTakeBallot(actor: Actor, poll: Poll, standing: PollStanding, now: Date): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  if (poll.secrecy !== 'SECRET') return deny('NOT_SECRET');
  if (poll.state(now) !== 'OPEN') return deny('POLL_NOT_OPEN');
  if (!standing.isElector) return deny(strangerToPoll(poll, standing));
  return reaches(levelAt(actor.assurance, now), poll.assurance) ? allow : deny('ASSURANCE_REQUIRED');
}

const lengths = { key: 32, randomizer: 32, token: 384, signature: 64 } as const;

/** The ballot in what a stranger sent; refused: BAD_BALLOT with the field. */
export function readCast(sent: unknown): CastBallot {
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
  const choices = text('choices');
  if (choices.length > 4000 || !/^[0-9,;]*$/.test(choices)) throw refusal('BAD_BALLOT', 'choices');
  return {
    key: bytes('key'),
    randomizer: bytes('randomizer'),
    token: bytes('token'),
    choices,
    signature: bytes('signature'),
  };
}

/** Base64url of exactly so many bytes in its one spelling; undefined: something else. */
export function decodeExactly(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === length && bytes.toString('base64url') === text ? bytes : undefined;
}

/** The chosen positions by question, in ascending order or that of the ranking; refused: BAD_CHOICES, TOO_FEW_CHOICES, TOO_MANY_CHOICES. */
export function readChoices(text: Pick<PollText, 'questions'>, choices: string): number[][] {
  const chosen = choices.split(';').map((part) => (part === '' ? [] : part.split(',').map(Number)));
  const isCanonical = chosen.map((positions) => positions.join(',')).join(';') === choices;
  if (chosen.length !== text.questions.length || !isCanonical) throw refusal('BAD_CHOICES', 'choices');
  text.questions.forEach(({ kind, min, max, options }, i) => {
    const positions = chosen[i] ?? [];
    const isOrdered =
      kind === 'RANKING'
        ? new Set(positions).size === positions.length
        : positions.every((position, n) => n === 0 || position > (positions[n - 1] ?? 0));
    if (!isOrdered || positions.some((position) => position >= options.length)) throw refusal('BAD_CHOICES', 'choices');
    if (positions.length < min) throw refusal('TOO_FEW_CHOICES', 'choices');
    if (positions.length > max) throw refusal('TOO_MANY_CHOICES', 'choices');
  });
  return chosen;
}

/** What the one-time key signs: bound to the frozen text, so that it counts in no other poll. */
export function ballotText(textHash: string, choices: string): string {
  return `ortsfunk-ballot-1\n${textHash}\n${choices}`;
}

/** What the box confirms: this ballot under this key is in. */
export function receiptText(pollId: string, keyHash: string, ballotHash: string): string {
  return `ortsfunk-receipt-1\n${pollId}\n${keyHash}\n${ballotHash}`;
}

/** One line of the board as its hash chain sees it. */
export function boardLine({ key, randomizer, token, choices, signature }: CastBallot): string {
  return [key, randomizer, token, choices, signature].join('.');
}

export function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
