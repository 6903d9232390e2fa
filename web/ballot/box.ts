import { shallowReactive } from 'vue';
import { drop, get, put } from '../offline/store.ts';
import type { Paper } from './paper.ts';

/**
 * Maximum random delay before a ballot is cast; it hides the connection between voter and ballot from observers of the
 * network.
 */
const longestWaitMs = 120_000;

/**
 * Ballots on this device by their key. They belong to no page: a waiting ballot is cast from any page of the app, and
 * is found again after a reload.
 */
export const papers = shallowReactive(new Map<string, Paper>());
/** Reason why the last attempt failed, by key: a code of the server, or NETWORK. */
export const setbacks = shallowReactive(new Map<string, string>());

/** Key of a ballot. It includes the person, because people may share a device. */
export function paperKey(pollId: string, personId: string): string {
  return `${pollId} ${personId}`;
}

export async function loadPaper(key: string): Promise<Paper | undefined> {
  const kept = papers.get(key) ?? (await get('papers', key));
  if (!isPaper(kept)) return undefined;
  papers.set(key, kept);
  plan(key, kept);
  return kept;
}

export async function keepPaper(key: string, paper: Paper): Promise<void> {
  await put('papers', key, { ...paper }); // stored first: an unstored ballot must not be used
  papers.set(key, paper);
  plan(key, paper);
}

export async function forgetPaper(key: string): Promise<void> {
  await drop('papers', key);
  papers.delete(key);
}

/** A cryptographically random time within the next two minutes, in milliseconds since 1970. */
export function someMoment(): number {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return Date.now() + (random / 2 ** 32) * longestWaitMs;
}

const timers = new Map<string, ReturnType<typeof setTimeout>>();

function plan(key: string, { sendAt, receipt }: Paper): void {
  clearTimeout(timers.get(key));
  timers.delete(key);
  if (sendAt === undefined || receipt) return;
  timers.set(
    key,
    setTimeout(() => void throwIn(key), Math.max(0, sendAt - Date.now())),
  );
}

/** Casts the ballot without cookies and referrer, because the ballot box must not learn who casts it. */
async function throwIn(key: string): Promise<void> {
  const paper = papers.get(key);
  if (!paper?.signature || paper.receipt) return;
  const { key: oneTimeKey, randomizer, token, ciphertext, signature } = paper;
  setbacks.delete(key);
  try {
    const response = await fetch(`/ballot-box/${paper.pollId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: oneTimeKey, randomizer, token, ciphertext, signature }),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    });
    const { receipt, userErrors, errors } = await response.json();
    if (receipt) await keepPaper(key, { ...paper, receipt });
    else await setBack(key, paper, userErrors?.[0]?.code ?? errors?.[0]?.extensions?.code ?? 'INTERNAL');
  } catch {
    await setBack(key, paper, 'NETWORK');
  }
}

/** Records the failure. The ballot waits for its owner; sending the same ballot again is harmless. */
async function setBack(key: string, paper: Paper, code: string): Promise<void> {
  const { sendAt: _sendAt, ...waiting } = paper;
  await keepPaper(key, waiting);
  setbacks.set(key, code);
}

function isPaper(kept: unknown): kept is Paper {
  return typeof kept === 'object' && kept !== null && 'blinded' in kept;
}
