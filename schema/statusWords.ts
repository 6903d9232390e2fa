/**
 * Word for the status RESOLVED by kind of report, for reports without a repair. The status itself stays RESOLVED.
 * Server and web have texts for these words beside the statuses; a label of the town takes precedence.
 */
const ends = {
  DEFECT: 'RESOLVED',
  COMPLAINT: 'HANDLED',
  PRAISE: 'SEEN',
  CRITICISM: 'ANSWERED',
  SUGGESTION: 'ANSWERED',
  QUESTION: 'ANSWERED',
} as const;

type Kind = keyof typeof ends;
export type EndWord = (typeof ends)[Kind];

/** Key of the text for a status; without a kind, for several reports at once, the status itself. */
export function statusWord<Status extends string>(status: Status, kind?: Kind | null): Status | EndWord {
  return status === 'RESOLVED' && kind != null ? ends[kind] : status;
}

/** Whether RESOLVED means a repair, so that the reporter can be asked to confirm it. */
export function isRepaired(kind: Kind): boolean {
  return ends[kind] === 'RESOLVED';
}
