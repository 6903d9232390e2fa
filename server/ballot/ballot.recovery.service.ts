import { buffer } from 'node:stream/consumers';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { lockPoll } from '../poll/poll.opening.service.ts';
import type { Poll } from '../poll/poll.entity.ts';
import { readStanding } from '../poll/poll.standing.service.ts';
import { publicKeyOf } from './ballot.encryption.rules.ts';
import { Booth } from './ballot.entity.ts';
import { countBallots, recoverySheetEntered, recoverySheetTaken } from './ballot.events.ts';
import { drawRecoverySheet } from './ballot.recovery.pdf.ts';
import { canEnterRecoverySheet, canTakeRecoverySheet, readWords, wordsOf } from './ballot.recovery.rules.ts';
import type { PollText } from './ballot.rules.ts';
import { secretsOf } from './ballot.secrets.ts';

/**
 * Recovery sheet of an open secret poll as a PDF: the private key as words and as a QR code. It is given once, because
 * with it the ballots in a copy of the database from before the count can be read. Errors: NOT_FOUND, FORBIDDEN,
 * SIGN_IN_AGAIN, RECOVERY_SHEET_TAKEN, POLL_IS_COUNTED; UNAVAILABLE if the key is lost already.
 */
export async function takeRecoverySheet(ctx: Context, pollId: string): Promise<Buffer> {
  await readStanding(ctx, pollId);
  return write(ctx, async (tx) => {
    const poll = await lockPoll(tx, pollId);
    const booth = await tx.em.findOne(Booth, pollId, { refresh: true });
    if (booth === null) throw new DomainError('NOT_FOUND');
    authorize(canTakeRecoverySheet(tx.actor, poll, booth, tx.now()));
    const privateKey = await secretsOf(tx.config).privateKey(pollId);
    if (privateKey === undefined) throw new DomainError('UNAVAILABLE', { retryAfter: 60 });
    booth.sheetFetchedAt = tx.now();
    const municipality = await poll.municipality.loadOrFail();
    await record(tx, recoverySheetTaken({ pollId, municipalityId: municipality.id }));
    const style = { dateStyle: 'full', timeStyle: 'short', timeZone: municipality.timeZone } as const;
    const closes = new Intl.DateTimeFormat('de', style).format(poll.closesAt);
    const about = { town: municipality.name, title: poll.title, closes, mark: booth.textHash.slice(0, 8) };
    return buffer(drawRecoverySheet({ ...about, words: wordsOf(privateKey) }));
  });
}

/**
 * Restores the lost key of a closed poll from the words of its recovery sheet and starts the count. Errors: NOT_FOUND,
 * FORBIDDEN, SIGN_IN_AGAIN, KEY_IS_NOT_LOST, POLL_IS_COUNTED, BAD_RECOVERY_WORDS, OTHER_RECOVERY_SHEET (the words are
 * those of another poll), KEY_FOLDER_MISSING.
 */
export async function enterRecoverySheet(ctx: Context, pollId: string, words: string): Promise<Poll> {
  await readStanding(ctx, pollId);
  return write(ctx, async (tx) => {
    const poll = await lockPoll(tx, pollId);
    const booth = await tx.em.findOne(Booth, pollId, { refresh: true });
    if (booth === null) throw new DomainError('NOT_FOUND');
    authorize(canEnterRecoverySheet(tx.actor, poll, booth, tx.now()));
    const privateKey = readWords(words);
    const { encryptionKey }: PollText = JSON.parse(booth.text);
    if ((await publicKeyOf(privateKey)) !== encryptionKey) throw refusal('OTHER_RECOVERY_SHEET', 'words');
    await secretsOf(tx.config).put(pollId, privateKey);
    booth.keyLostAt = null;
    await record(tx, recoverySheetEntered({ pollId, municipalityId: poll.municipality.id }));
    await enqueue(tx, countBallots, { pollId });
    return poll;
  });
}
