import { Group } from '../../group/group.entity.ts';
import { batched } from '../../kernel/batch.ts';
import type { Context } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { enqueueAgain } from '../../kernel/jobs.ts';
import { type Letter, Postponed } from '../../kernel/message.ts';
import { inSlots, turnstile } from '../../kernel/slots.ts';
import { findAddressees } from '../../recipient/recipient.service.ts';
import { messageOf } from '../notification.recipients.service.ts';
import { substituteFailed } from '../escalation/notification.escalation.plan.ts';
import { hasFailed } from '../escalation/notification.escalation.rules.ts';
import { keepText } from '../report/notification.text.service.ts';
import { type Lane, Message } from '../notification.entity.ts';
import { planSearch } from '../receipt/notification.receipt.service.ts';
import {
  type Claimed,
  claimDeliveries,
  findWanted,
  putBack,
  type PutBack,
  type Result,
  storeResults,
} from './notification.claim.service.ts';
import { calmAtNight } from '../quiet/notification.night.service.ts';
import { holdQuiet, keyOf } from '../quiet/notification.quiet.service.ts';
import { announceReports, reportsOf } from './notification.announce.service.ts';
import { readPause } from './notification.emergency.service.ts';
import { type Outcome, outcomeOf, waitOf } from './notification.outcome.rules.ts';
import { type Pace, paceOf } from './notification.pace.service.ts';
import { type Renderer, type Sender, sendQueue } from './notification.sender.ts';

/** Age of a message in milliseconds after which a failed delivery is not retried. */
const stalesAfterMs = 3 * 86_400_000;

/** Delivery with everything that is needed to send it. */
interface Prepared extends Claimed {
  readonly letter: Letter;
}

/**
 * Claims up to 500 deliveries of a lane and reads their letters; returns a function that sends them. At most twice as many
 * as the channel has slots are begun and not stored, so a killed process repeats at most that many.
 */
export async function beginSending<Content, Answer>(
  ctx: Context,
  sender: Sender<Content, Answer>,
  lane: Lane,
  claim: string,
): Promise<() => Promise<void>> {
  const nothing = (): Promise<void> => Promise.resolve();
  const pause = lane === 'BULK' ? await readPause(ctx) : undefined;
  if (pause !== undefined) {
    await write(ctx, (tx) => enqueueAgain(tx, sendQueue(sender.name, lane), { claim }, new Date(0), pause));
    return nothing;
  }
  const taken = await claimDeliveries(ctx, sender.name, lane, claim);
  const isQuietable = sender.makesNoise === true && lane !== 'EMERGENCY';
  const claimed = isQuietable ? await holdQuiet(ctx, claim, taken) : taken;
  if (claimed.length === 0) return nothing;
  const wanted = await prepare(ctx, sender.name, lane, claimed);
  const prepared = sender.makesNoise === true ? await calmAtNight(ctx, sender, claim, wanted) : wanted;
  const letters = prepared.map(({ letter }) => letter);
  if (letters.length > 0) await sender.readAhead?.(ctx, letters);
  const kept = new Set(wanted.map(keyOf));
  const cancelled = claimed.filter((one) => !kept.has(keyOf(one))).map((one) => resultOf(one, notWanted));
  return async () => {
    if (cancelled.length > 0) {
      await announceReports(ctx, { messageIds: (await storeResults(ctx, cancelled)).messageIds });
      countEnded(ctx, sender.name, cancelled);
    }
    if (sender.promisesReceipts === true && letters.length > 0) await planSearch(ctx, sender.name);
    const again = await sendAll(ctx, sender, lane, prepared);
    if (again.length > 0) await putBack(ctx, sender.name, lane, again);
  };
}

/** A message about something that is over by now would mislead its recipient. */
const expired = { state: 'CANCELLED', failure: 'EXPIRED', failureKind: null } as const;
const notWanted = { state: 'CANCELLED', failure: 'NO_LONGER_WANTED', failureKind: null } as const;

/** Letters of the deliveries whose recipients still want and may get them. */
async function prepare(ctx: Context, channel: string, lane: Lane, claimed: readonly Claimed[]): Promise<Prepared[]> {
  const messages = await ctx.em.find(
    Message,
    { id: { $in: [...new Set(claimed.map(({ messageId }) => messageId))] } },
    { populate: ['municipality'] },
  );
  const wanted: { one: Claimed; message: Message; groupId: string | null }[] = [];
  for (const message of messages) {
    const ofMessage = claimed.filter(({ messageId }) => messageId === message.id);
    const groupsOf = await findWanted(ctx, message, channel, ofMessage);
    for (const one of ofMessage) {
      const groups = groupsOf.get(one.contactId);
      if (groups === undefined) continue;
      wanted.push({ one, message, groupId: groups.includes(one.groupId) ? one.groupId : (groups[0] ?? null) });
    }
  }
  const addressees = await findAddressees(
    ctx,
    wanted.map(({ one }) => one.contactId),
  );
  const groups = await ctx.em.find(Group, {
    id: { $in: [...new Set(wanted.flatMap(({ groupId }) => groupId ?? []))] },
  });
  return wanted.flatMap(({ one, message, groupId }) => {
    const addressee = addressees.get(one.contactId);
    if (addressee === undefined) return [];
    const letter: Letter = {
      id: `${one.messageId}.${one.contactId}`,
      token: one.token,
      message,
      at: message.at,
      contactId: one.contactId,
      lane,
      town: message.municipality.getEntity(),
      recipient: { id: one.recipientId, ...addressee },
      group: groups.find(({ id }) => id === groupId) ?? null,
    };
    return [{ ...one, letter }];
  });
}

/** Ended try, with the answer of the next server that the channel keeps; absent: none. */
interface Ended<Answer> {
  readonly result: Result;
  readonly answer?: Answer;
}

/**
 * Returns a function that stores an ended try together with others. `isComplete`: the `count` waiting tries are as many
 * as are worth a statement, or no other try is under way.
 */
function storeOf<Content, Answer>(
  ctx: Context,
  sender: Sender<Content, Answer>,
  pace: Pace,
  note: (results: readonly Result[], messageIds: readonly string[]) => Promise<void>,
  isComplete: (count: number) => boolean,
): (ended: Ended<Answer>) => Promise<unknown> {
  return batched(
    async (ended: Ended<Answer>[]) => {
      const answers = ended.flatMap(({ answer }) => answer ?? []);
      if (answers.length > 0) await sender.storeAnswers?.(ctx, answers);
      const results = ended.map(({ result }) => result);
      const { messageIds, emergencyWaits } = await storeResults(ctx, results);
      countEnded(ctx, sender.name, results);
      pace.note(emergencyWaits);
      await note(results, messageIds);
      return ended;
    },
    { isComplete },
  );
}

/** Counts the results for the metrics. */
function countEnded({ metrics }: Context, channel: string, results: readonly Result[]): void {
  for (const { state } of results) metrics?.deliveries.inc({ channel, state });
}

/**
 * Sends the letters, as many at a time as the sender has slots, while the results of as many others are stored. Returns the
 * deliveries to be tried again later.
 */
async function sendAll<Content, Answer>(
  ctx: Context,
  sender: Sender<Content, Answer>,
  lane: Lane,
  prepared: readonly Prepared[],
): Promise<PutBack[]> {
  const { slots } = sender;
  let underWay = 0; // letters that are begun and not stored
  const kindOf = new Map(
    prepared.map(({ messageId, letter }) => [messageId, messageOf(ctx.registry, letter.message.kind)]),
  );
  const failed: string[] = [];
  const tell = reportsOf(ctx, [...new Set(prepared.map(({ letter }) => letter.town.id))]);
  const pace = paceOf(ctx, lane);
  const note = async (results: readonly Result[], changed: readonly string[]): Promise<void> => {
    const ids = results.map(({ messageId }) => messageId);
    await tell([...changed, ...ids.filter((id) => kindOf.get(id)?.isToMany === true)]);
    for (const { messageId, state, failure } of results)
      if (hasFailed(state, failure) && kindOf.get(messageId)?.escalate?.step === 'SUBSTITUTE') failed.push(messageId);
  };
  const store = storeOf(ctx, sender, pace, note, (count) => count >= Math.min(slots, underWay));
  const send = trierOf(ctx, sender, lane);
  const turn = turnstile(slots);
  const again: PutBack[] = [];
  const sendOne = async (one: Prepared): Promise<void> => {
    const ended = await turn(async () => {
      const wait = await pace.secondsToWait();
      if (wait === undefined) return send(one);
      return { again: { ...pick(one), attempts: one.attempts - 1, failure: null, failureKind: null, wait } };
    });
    if (ended.again !== undefined) again.push(ended.again);
    if (ended.stored !== undefined) await store(ended.stored);
  };
  await inSlots(prepared, 2 * slots, async (one) => {
    underWay++;
    await sendOne(one).finally(() => underWay--);
  }).finally(() => tell());
  await substituteFailed(ctx, failed);
  return again;
}

/** Outcome of a begun delivery: a result to store, and a delivery to be tried again later. */
interface Tried<Answer> {
  readonly stored?: Ended<Answer>;
  readonly again?: PutBack;
}

/** Returns a function that tries to send a delivery of the job. */
function trierOf<Content, Answer>(
  ctx: Context,
  sender: Sender<Content, Answer>,
  lane: Lane,
): (one: Prepared) => Promise<Tried<Answer>> {
  const lifetimeOf = ({ message }: Letter): number => {
    const isPatient = messageOf(ctx.registry, message.kind).isQuietAtNight === true; // an SMS may have waited all night
    return 1000 * (sender.lifetime?.[isPatient ? 'PERSONAL' : lane] ?? Infinity);
  };
  const render = renderOnce(ctx, sender);
  return async (one) => {
    const ageMs = ctx.now().getTime() - one.letter.at.getTime();
    if (ageMs >= lifetimeOf(one.letter)) return { stored: { result: resultOf(one, expired) } };
    let covers: readonly string[] | undefined;
    let answer: Answer | undefined;
    let again: PutBack | undefined;
    let outcome: Outcome = { state: 'SENT', failure: null, failureKind: null };
    try {
      const content = await render(one.letter);
      covers = sender.coversOf?.(content);
      answer = await sender.send(ctx, one.letter, content);
    } catch (error) {
      outcome = outcomeOf(error, ageMs > stalesAfterMs);
      const wait = error instanceof Postponed ? error.seconds : waitOf(one.attempts);
      if (outcome.state === 'SENDING') again = { ...pick(one), attempts: one.attempts, ...outcome, wait };
    }
    const isOver = outcome.state !== 'SENDING' && isDigest(ctx, one.letter);
    const result = resultOf(one, { ...outcome, ...(isOver && { covers: covers ?? [] }) });
    return { stored: { result, ...(answer !== undefined && { answer }) }, ...(again !== undefined && { again }) };
  };
}

function isDigest({ registry }: Context, { message }: Letter): boolean {
  return messageOf(registry, message.kind).class === 'DIGEST';
}

/**
 * Writes the content of news once per message, language and group, and keeps its text as a proof; a letter to one person
 * is always written anew.
 */
function renderOnce<Content>(ctx: Context, sender: Renderer<Content>): (letter: Letter) => Promise<Content> {
  const written = new Map<string, Promise<Content>>();
  return (letter) => {
    const { message, recipient, group } = letter;
    const { class: urgency, isToMany } = messageOf(ctx.registry, message.kind);
    if ((urgency === 'PERSONAL' && isToMany !== true) || urgency === 'DIGEST') return sender.render(ctx, letter);
    const key = `${message.id} ${recipient.locale} ${group?.id ?? ''}`;
    const content = written.get(key) ?? renderAndKeep(ctx, sender, letter);
    written.set(key, content);
    return content;
  };
}

async function renderAndKeep<Content>(ctx: Context, sender: Renderer<Content>, letter: Letter): Promise<Content> {
  const content = await sender.render(ctx, letter);
  const { message, recipient } = letter;
  const text = sender.textOf?.(letter, content);
  if (text !== undefined) {
    await keepText(ctx, { messageId: message.id, channel: sender.name, locale: recipient.locale, text });
  }
  return content;
}

function pick({ messageId, contactId }: Claimed): Pick<Claimed, 'messageId' | 'contactId'> {
  return { messageId, contactId };
}

function resultOf(one: Claimed, result: Omit<Result, 'messageId' | 'contactId'>): Result {
  return { ...pick(one), ...result };
}
