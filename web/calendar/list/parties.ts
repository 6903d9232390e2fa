import type { AttendanceRowFragment } from '../../gql/graphql.ts';

/** Parts of the list in their order. */
export const partNames = ['COMING', 'WAITING', 'MAYBE', 'NO'] as const;
export type PartName = (typeof partNames)[number];

/** Part of the list in which an answer stands. */
export function partOf({ answer, waitingSince }: Pick<AttendanceRowFragment, 'answer' | 'waitingSince'>): PartName {
  if (answer !== 'YES') return answer;
  return waitingSince == null ? 'COMING' : 'WAITING';
}

/** Number of people of some answers: each with all companions. */
export function peopleIn(rows: readonly Pick<AttendanceRowFragment, 'companions'>[]): number {
  return rows.reduce((sum, { companions }) => sum + 1 + companions, 0);
}

/** Answers whose name contains all typed words, in any order and case. */
export function withName<Row extends Pick<AttendanceRowFragment, 'name'>>(rows: readonly Row[], typed: string): Row[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ name }) => words.every((word) => (name ?? '').toLocaleLowerCase().includes(word)));
}
