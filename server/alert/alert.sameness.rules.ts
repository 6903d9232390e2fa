import { isDeepStrictEqual } from 'node:util';
import type { ReadAlert } from './alert.content.rules.ts';

/** Whether two alerts say the same; they may differ in their expiry, and in which instructions are marked as new. */
export function saysTheSame(one: Said, other: Said): boolean {
  return isDeepStrictEqual(saidBy(one), saidBy(other));
}

type Said = Pick<ReadAlert, 'severity' | 'urgency' | 'certainty' | 'content'> & { readonly onsetAt?: Date | null };

function saidBy({ severity, urgency, certainty, onsetAt = null, content }: Said): object {
  const { texts, area, polygons, streets, phone, slots = {} } = content;
  const words = texts.map(({ locale, headline, description, instructions }) => ({
    locale,
    headline,
    description,
    instructions: instructions.map(({ text }) => text),
  }));
  return { severity, urgency, certainty, onsetAt, words, area, polygons, streets, phone, slots };
}
