/**
 * How an end is called where nothing was repaired, by what a report is about. The status stays RESOLVED; this decides alone
 * for the texts of server and web, which both know these words beside the statuses. A town's own label goes before it.
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

/** The name of the text for a status; without a kind, of several at once, it is the status itself. */
export function statusWord<Status extends string>(status: Status, kind?: Kind | null): Status | EndWord {
  return status === 'RESOLVED' && kind != null ? ends[kind] : status;
}

/** Something was repaired, so it can be asked whether it is. */
export function isRepaired(kind: Kind): boolean {
  return ends[kind] === 'RESOLVED';
}
