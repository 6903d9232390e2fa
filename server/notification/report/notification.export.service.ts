import Papa from 'papaparse';
import { actorId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { formulaStart } from '../../kernel/formula.ts';
import { idOf } from '../../kernel/ids.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { townOf } from '../../municipality/municipality.service.ts';
import { type ChannelProgress, type Progress, readProgress } from './notification.progress.service.ts';
import { findReport, findSubject } from './notification.report.service.ts';
import type { MessageText } from './notification.text.entity.ts';
import { listTexts } from './notification.text.service.ts';
import texts from '../locales/de.json' with { type: 'json' };

/** Limit of proofs per person: each counts all deliveries of a message. */
const rate = { name: 'deliveryExport', points: 30, seconds: 600 } as const;

/** Everything that a proof of delivery says; it names no recipient. */
export interface DeliveryProof {
  readonly town: MunicipalityRow;
  /** UUID of the message. */
  readonly messageId: string;
  /** Title of the object that the message is about; undefined: the actor may not read it. */
  readonly title: string | undefined;
  readonly at: Date;
  readonly madeAt: Date;
  readonly progress: Progress;
  /** Texts that were sent, with their hashes; the words only if the actor may read the object. */
  readonly texts: readonly Pick<MessageText, 'channel' | 'locale' | 'sha256' | 'at'>[];
  /** Words of the texts by hash; empty: the actor may not read the object. */
  readonly words: ReadonlyMap<string, string>;
}

/** Reads the proof of a message. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, RATE_LIMITED. */
export async function readProof(ctx: Context, reportId: string): Promise<DeliveryProof> {
  const message = await findReport(ctx, idOf('DeliveryReport', reportId));
  await ctx.limits.spend(rate, actorId(ctx.actor) ?? '');
  const subject = await findSubject(ctx, message);
  const kept = await listTexts(ctx, message.id);
  return {
    town: await townOf(ctx, message),
    messageId: message.id,
    title: subject !== null && 'title' in subject ? String(subject.title) : undefined,
    at: message.at,
    madeAt: ctx.now(),
    progress: await readProgress(ctx, message),
    texts: kept,
    words: new Map(subject === null ? [] : kept.map(({ sha256, text }) => [sha256, text])),
  };
}

/** States of a channel as rows of a proof; mails without a bounce stand apart from the other ones that were handed over. */
export function shownCounts({ sent, noBounce, ...others }: Omit<ChannelProgress, 'channel' | 'troubles'>) {
  return { ...others, sent: sent - noBounce, noBounce };
}

const states = [
  'delivered',
  'noBounce',
  'sent',
  'sending',
  'pending',
  'held',
  'failed',
  'cancelled',
  'unknown',
] as const;

/** Name of a channel in proofs; its code if it has none. */
export function channelName(channel: string): string {
  return Object.entries(texts.channels).find(([name]) => name === channel)?.[1] ?? channel;
}

/** CSV of a proof: a line for each channel and state, for each reason, and for each text with its hash. */
export function csvOf({ progress, texts: sent }: DeliveryProof): string {
  const rows: (string | number)[][] = [];
  for (const { channel, troubles, ...all } of progress.channels) {
    const counts = shownCounts(all);
    const name = channelName(channel);
    for (const state of states) {
      if (counts[state] > 0) rows.push([name, '', texts.states[state], '', counts[state], '']);
    }
    for (const { state, reason, count } of troubles) {
      rows.push([name, '', texts.troubles[state], texts.reasons[reason], count, '']);
    }
  }
  for (const { channel, locale, sha256 } of sent) rows.push([channelName(channel), locale, texts.text, '', '', sha256]);
  const lines = [Object.values(texts.heads), ...rows];
  const csv = Papa.unparse(lines, { delimiter: ';', newline: '\r\n', escapeFormulae: formulaStart });
  return `\uFEFF${csv}\r\n`; // the mark makes spreadsheets read the file as UTF-8
}
