import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptEntry, Mailbox } from './mail.ts';

/** Messages of each channel that are kept. */
const capacity = 2000;

/** Mailbox in memory, and as JSON lines in the data folder so that it survives a restart. */
export function createMailbox(dataDir: string): Mailbox {
  const file = dataDir.startsWith('memory:') ? undefined : join(dataDir, 'mailbox.jsonl');
  const kept = file === undefined ? [] : restore(file, dataDir);
  const listeners: ((entry: KeptEntry) => void)[] = [];
  return {
    put(message) {
      if (kept.some(({ messageId }) => messageId === message.messageId)) return Promise.resolve(); // a job ran twice
      const entry: KeptEntry = { ...message, number: (kept[0]?.number ?? 0) + 1, at: new Date().toISOString() };
      if (file !== undefined) appendLine(file, JSON.stringify(entry));
      kept.unshift(entry);
      kept.splice(0, kept.length, ...newest(kept));
      for (const listener of listeners) listener(entry);
      return Promise.resolve();
    },
    list: () => kept,
    find: (number) => kept.find((entry) => entry.number === number),
    watch: (listener) => {
      listeners.push(listener);
    },
    forget(texts) {
      const others = kept.filter(({ to, subject, text }) =>
        texts.every((one) => to.address !== one && !subject.includes(one) && !text.includes(one)),
      );
      kept.splice(0, kept.length, ...others);
      if (file !== undefined) rewrite(file, others.toReversed());
    },
  };
}

/** Appends a line or, on a full disk, nothing: the next line must not continue half a line. */
function appendLine(file: string, line: string): void {
  const length = existsSync(file) ? statSync(file).size : 0;
  try {
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
  } catch (error) {
    if (existsSync(file)) truncateSync(file, length);
    throw error;
  }
}

/** Messages of the file, which is also shortened to those that are kept. */
function restore(file: string, dataDir: string): KeptEntry[] {
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(file)) return [];
  const kept = newest(readFileSync(file, 'utf8').split('\n').flatMap(readLine).toReversed());
  rewrite(file, kept.toReversed());
  return kept;
}

/** The newest messages of each channel; `entries` and the result have the newest first. */
function newest(entries: readonly KeptEntry[]): KeptEntry[] {
  const counts = new Map<string, number>();
  return entries.filter(({ channel }) => {
    const count = (counts.get(channel) ?? 0) + 1;
    counts.set(channel, count);
    return count <= capacity;
  });
}

/** Writes the messages, the oldest first. */
function rewrite(file: string, entries: readonly KeptEntry[]): void {
  writeFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 });
}

/** Message in a line; none if the line is incomplete, which a killed process can leave behind. */
function readLine(line: string): KeptEntry[] {
  try {
    return [{ channel: 'EMAIL', ...JSON.parse(line) }]; // lines of an older version have no channel
  } catch {
    return [];
  }
}
