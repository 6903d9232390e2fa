import type { ApolloClient } from '@apollo/client/core';
import { shallowReactive, shallowRef, watch } from 'vue';
import { MyIssuesDocument, ViewerDocument } from '../../../gql/graphql.ts';
import { onceMore } from '../../../shared/onceMore.ts';
import { drop, getAll, put } from '../../../offline/store.ts';
import { sendWaiting, type Taken } from './sendWaiting.ts';
import { isWaiting, type WaitingReport } from './waiting.ts';

/** Reports on this device, oldest first; all tabs show the same. */
export const waiting = shallowRef<readonly WaitingReport[]>([]);
/** What this tab has sent since it was opened, by key; null: another try was the first to get through. */
export const taken = shallowReactive(new Map<string, Taken | null>());

const channel = new BroadcastChannel('ortsfunk.outbox');
channel.onmessage = () => void look();

export async function keepWaiting(report: WaitingReport): Promise<void> {
  await put('outbox', report.key, report);
  await tell();
}

export async function dropWaiting({ key }: WaitingReport): Promise<void> {
  await drop('outbox', key);
  await tell();
}

export async function look(): Promise<void> {
  const found: unknown[] = await getAll('outbox').catch(() => []);
  waiting.value = found.filter(isWaiting).sort((a, b) => a.writtenAt - b.writtenAt);
}

/** After a try in vain the next one waits twice as long. */
const firstPauseMs = 2000;
const longestPauseMs = 60_000;

/** Sends what waits, one tab at a time; where several do all the same, the key of each report makes one of it. */
export function outboxOf(client: ApolloClient<unknown>): () => void {
  let pauseMs = firstPauseMs;
  const send = onceMore(async () => {
    await look();
    if (waiting.value.every(isSettled)) return;
    const wasCut = await inTurn(() => sendAll(client).catch(() => true));
    if (wasCut && navigator.onLine) setTimeout(send, pauseMs);
    pauseMs = wasCut ? Math.min(2 * pauseMs, longestPauseMs) : firstPauseMs;
  });
  // Whichever tab has sent it: it is one of the person's reports now.
  watch(waiting, (now, before) => {
    // Kept because the line broke, while the browser noticed nothing: no event will come.
    if (now.length > before.length && navigator.onLine) setTimeout(send, firstPauseMs);
    if (now.length < before.length) void client.refetchQueries({ include: [MyIssuesDocument] });
  });
  return send;
}

/** Browsers hide locks on plain http outside localhost. */
async function inTurn(work: () => Promise<boolean>): Promise<boolean> {
  return navigator.locks ? navigator.locks.request('ortsfunk.outbox', work) : work();
}

export function isSettled({ refused, sent }: WaitingReport): boolean {
  return refused !== null || sent !== null;
}

/** True: the line broke, or the server had other things to do. */
async function sendAll(client: ApolloClient<unknown>): Promise<boolean> {
  await look(); // perhaps another tab had its turn
  const { data } = await client.query({ query: ViewerDocument, fetchPolicy: 'network-only' });
  const person = data.viewer?.id ?? null;
  for (const report of waiting.value.filter((one) => !isSettled(one) && (one.by === null || one.by === person))) {
    const outcome = await sendWaiting(report);
    if (outcome.is === 'taken') taken.set(report.key, outcome.taken);
    await tell();
    if (outcome.is === 'cut') return true;
  }
  return false;
}

async function tell(): Promise<void> {
  await look();
  channel.postMessage('changed');
}
