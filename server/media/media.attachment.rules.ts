import { type Actor, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { InputCheck } from '../kernel/payload.ts';

export const attachmentLimits = {
  bytes: 10 * 1024 * 1024,
  title: [3, 100],
  summary: [10, 1000],
} as const;

const hour = 3600;
/** Accepted files, and attempts with those that are refused. */
const personRates = {
  accepted: { name: 'attachment', points: 10, seconds: hour },
  attempts: { name: 'attachment-attempt', points: 60, seconds: hour },
} as const;
const partnerRates = {
  accepted: { name: 'attachment-partner', points: 60, seconds: hour },
  attempts: { name: 'attachment-attempt-partner', points: 360, seconds: hour },
} as const;

/** Hourly rates of uploads for an actor. */
export function attachmentRatesOf({ kind }: Actor): typeof personRates | typeof partnerRates {
  return kind === 'partner' ? partnerRates : personRates;
}

/** Attachments need an account, or a key with the scope `posts:write` or `events:write`. */
export function canUploadAttachment(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  return withinScope(actor, municipalityId, 'events:write').allow
    ? allow
    : withinScope(actor, municipalityId, 'posts:write');
}

/** Whether the bytes are a PDF by its first and last marks; file names and content types are not trusted. */
export function isPdf(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 5) === '%PDF-' && bytes.subarray(-1024).includes('%%EOF');
}

/** Title and summary of an attachment. */
export interface AttachmentWords {
  readonly title: string;
  readonly summary: string;
}

/** Trimmed title (3 to 100 characters) and summary (10 to 1,000 characters); adds errors below `path` to `check`. */
export function checkAttachment(
  check: InputCheck,
  words: AttachmentWords,
  ...path: readonly string[]
): AttachmentWords {
  return {
    title: check.text(words.title, attachmentLimits.title, ...path, 'title'),
    summary: check.multiline(words.summary, attachmentLimits.summary, ...path, 'summary'),
  };
}

/** Name under which browsers save the file: the title in the letters and digits that every system takes. */
export function fileNameOf(title: string): string {
  const plain = title
    .replace(
      /[äöüÄÖÜß]/g,
      (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss' })[letter] ?? '',
    )
    .normalize('NFD')
    .replace(/[^\w]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${plain || 'Anhang'}.pdf`;
}
