import type { AuditRegistry, AuditSentence } from '../kernel/audit.ts';

/** Types of all audited events, or of the audited events of one topic. */
export function auditedTypes({ sentences }: AuditRegistry, topic?: string | null): readonly string[] {
  const wanted = sentences.filter((sentence) => topic == null || sentence.topic === topic);
  return [...new Set(wanted.map(({ event }) => event.type))];
}

/** Types of events that are audited only if the actor is not the person concerned. */
export function ownBusinessTypes({ sentences }: AuditRegistry): readonly string[] {
  return sentences.filter(({ isOwnBusiness }) => isOwnBusiness === true).map(({ event }) => event.type);
}

/** Sentence for an event with these facts; undefined: the event is not audited. */
export function sentenceOf(
  { sentences }: AuditRegistry,
  type: string,
  facts: Readonly<Record<string, unknown>>,
): AuditSentence | undefined {
  return sentences.find(({ event, when }) => event.type === type && (when === undefined || facts[when[0]] === when[1]));
}
