import type { AuditRegistry, AuditSentence } from '../kernel/audit.ts';

/** Types of the events that the trail, or one topic of the trail, tells. */
export function auditedTypes({ sentences }: AuditRegistry, topic?: string | null): readonly string[] {
  const wanted = sentences.filter((sentence) => topic == null || sentence.topic === topic);
  return [...new Set(wanted.map(({ event }) => event.type))];
}

/** Types of the events that are told only if somebody else did them. */
export function ownBusinessTypes({ sentences }: AuditRegistry): readonly string[] {
  return sentences.filter(({ isOwnBusiness }) => isOwnBusiness === true).map(({ event }) => event.type);
}

/** The sentence for an event with these facts; undefined: the trail does not tell such an event. */
export function sentenceOf(
  { sentences }: AuditRegistry,
  type: string,
  facts: Readonly<Record<string, unknown>>,
): AuditSentence | undefined {
  return sentences.find(({ event, when }) => event.type === type && (when === undefined || facts[when[0]] === when[1]));
}
