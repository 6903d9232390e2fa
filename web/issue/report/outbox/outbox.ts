import type { ApolloClient } from '@apollo/client/core';
import { shallowReactive, shallowRef, watch } from 'vue';
import { MyIssuesDocument, ViewerDocument } from '../../../gql/graphql.ts';
import { onceMore } from '../../../shared/onceMore.ts';
import { line } from '../../../offline/line.ts';
import { drop, getAll, put } from '../../../offline/store.ts';
import { keepDeviceReport } from '../device/deviceReports.ts';
import { sendWaiting, type Taken } from './sendWaiting.ts';
import { isWaiting, sentEarlier, type WaitingReport } from './waiting.ts';

/** Reports stored on this device, oldest first; all tabs share them. */
export const waiting = shallowRef<readonly WaitingReport[]>([]);
/** Reports that this tab has sent since it was opened, by key; null: an earlier attempt had succeeded. */
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
  const sent = found.filter(isWaiting).filter((report) => sentEarlier(report) !== null);
  for (const report of sent) await moveSent(report);
  const unsent = found.filter(isWaiting).filter((report) => !sent.includes(report));
  waiting.value = unsent.sort((a, b) => a.writtenAt - b.writtenAt);
  line.waitingReports = unsent.filter((report) => !isSettled(report)).length;
}

/** Earlier versions kept a sent report here until its code was noted; it moves to the list of the device. */
async function moveSent(report: WaitingReport): Promise<void> {
  const sent = sentEarlier(report);
  if (sent !== null) keepDeviceReport(sent);
  await drop('outbox', report.key);
}

/** Milliseconds until the first retry; each failed attempt doubles the pause up to the longest one. */
const firstPauseMs = 2000;
const longestPauseMs = 60_000;

/**
 * Returns a function that sends waiting reports, in one tab at a time. Without locks the idempotency key prevents
 * duplicates.
 */
export function outboxOf(client: ApolloClient<unknown>): () => void {
  let pauseMs = firstPauseMs;
  const send = onceMore(async () => {
    await look();
    if (waiting.value.every(isSettled)) return;
    const wasCut = await inTurn(() => sendAll(client).catch(() => true));
    if (wasCut && navigator.onLine) setTimeout(send, pauseMs);
    pauseMs = wasCut ? Math.min(2 * pauseMs, longestPauseMs) : firstPauseMs;
  });
  // A report that leaves the list was sent by some tab and is now one of the person's reports.
  watch(waiting, (now, before) => {
    // The connection broke without an event of the browser, so no later event triggers sending.
    if (now.length > before.length && navigator.onLine) setTimeout(send, firstPauseMs);
    if (now.length < before.length) void client.refetchQueries({ include: [MyIssuesDocument] });
  });
  return send;
}

/** Runs the work in one tab at a time. Browsers hide locks on plain http outside localhost. */
async function inTurn(work: () => Promise<boolean>): Promise<boolean> {
  return navigator.locks ? navigator.locks.request('ortsfunk.outbox', work) : work();
}

function isSettled({ refused }: WaitingReport): boolean {
  return refused !== null;
}

/** Sends all unsettled reports; true if the connection broke or the server was busy. */
async function sendAll(client: ApolloClient<unknown>): Promise<boolean> {
  await look(); // another tab may have sent some
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
