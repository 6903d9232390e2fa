import type { ResultsVisibility } from '../gql/graphql.ts';

/** Whether anybody can follow the counts while people vote, so that an observer can recognise a single vote. */
export function showsLiveResults(visibility: ResultsVisibility): boolean {
  return visibility === 'LIVE' || visibility === 'AFTER_OWN_VOTE';
}
