import type { RouteLocationRaw } from 'vue-router';
import type { WordsPlaceFragment } from '../gql/graphql.ts';

type Place = WordsPlaceFragment | null | undefined;

const pages: Readonly<Record<string, string>> = { Idea: 'idea', Post: 'post' };

/** Page with the words of a notice; null: the viewer may not read them any more. */
export function wordsPage(place: Place): RouteLocationRaw | null {
  if (!place) return null;
  if (place.__typename === 'Issue') return { name: 'issue', params: { reference: place.reference } };
  const name = pages[place.__typename];
  return name === undefined ? null : { name, params: { id: place.id } };
}
