import type { IssueFeedSubjectFragment } from '../gql/graphql.ts';

const order = ['resolved', 'closed', 'open', 'fresh'] as const;
type Part = (typeof order)[number];

/** Numbers of reports that are solved, closed without a solution, being worked on, and new; without the zeros. */
export function sumUp(
  issues: readonly Pick<IssueFeedSubjectFragment, 'status' | 'stage'>[],
): (readonly [what: Part, count: number])[] {
  const counts = order.map((part) => [part, issues.filter((issue) => partOf(issue) === part).length] as const);
  return counts.filter(([, count]) => count > 0);
}

function partOf({ status, stage }: Pick<IssueFeedSubjectFragment, 'status' | 'stage'>): Part {
  if (status === 'RESOLVED') return 'resolved';
  if (stage === 'DONE') return 'closed';
  return stage === 'NEW' ? 'fresh' : 'open';
}
