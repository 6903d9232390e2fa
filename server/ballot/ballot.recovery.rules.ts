import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { type Actor, strangersCode } from '../kernel/actor.ts';
import { isFresh } from '../kernel/assurance.ts';
import { allow, deny, refusal, type Verdict } from '../kernel/errors.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import type { PollRow } from '../poll/poll.entity.ts';
import type { Booth } from './ballot.entity.ts';

/**
 * Private key of 32 bytes as 24 words of BIP 39. The list is English: there is no German one, and its words are chosen so
 * that the first four letters identify each.
 */
export function wordsOf(privateKey: Buffer): string {
  return entropyToMnemonic(privateKey, wordlist);
}

/**
 * Private key for typed words, in any case and with any white space between them. Refused: BAD_RECOVERY_WORDS, if a word
 * is not in the list, a word is missing, or the checksum in the last word does not match.
 */
export function readWords(typed: string): Buffer {
  const words = typed.slice(0, longestWords).trim().toLowerCase().split(/\s+/).join(' ');
  try {
    const bytes = Buffer.from(mnemonicToEntropy(words, wordlist));
    if (bytes.length === 32) return bytes;
  } catch {
    // refused below, whatever is wrong with the words
  }
  throw refusal('BAD_RECOVERY_WORDS', 'words');
}
const longestWords = 1000;

/** An admin who signed in recently may take the recovery sheet of an open poll, once. */
export function canTakeRecoverySheet(
  actor: Actor,
  poll: PollRow,
  { sheetFetchedAt }: Pick<Booth, 'sheetFetchedAt'>,
  now: Date,
): Verdict {
  const mayRun = mayRunRecently(actor, poll, now);
  if (!mayRun.allow) return mayRun;
  if (poll.countedAt != null) return deny('POLL_IS_COUNTED');
  return sheetFetchedAt == null ? allow : deny('RECOVERY_SHEET_TAKEN');
}

/** An admin who signed in recently may enter the recovery sheet of a closed poll that cannot be counted without it. */
export function canEnterRecoverySheet(
  actor: Actor,
  poll: PollRow,
  { keyLostAt }: Pick<Booth, 'keyLostAt'>,
  now: Date,
): Verdict {
  const mayRun = mayRunRecently(actor, poll, now);
  if (!mayRun.allow) return mayRun;
  if (poll.countedAt != null) return deny('POLL_IS_COUNTED');
  return keyLostAt == null ? deny('KEY_IS_NOT_LOST') : allow;
}

function mayRunRecently(actor: Actor, poll: PollRow, now: Date): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  const mayRun = canRunTown(actor, poll.municipality.id);
  if (!mayRun.allow) return mayRun;
  return isFresh(actor.assurance, now) ? allow : deny('SIGN_IN_AGAIN');
}
