import type { CommentPartsFragment, IssuePartsFragment, MovePartsFragment } from '../../gql/graphql.ts';

type Photo = IssuePartsFragment['photos'][number];

/** An entry of a report's timeline: a move, a comment, or photos of the current state. */
export type Step =
  | { readonly id: string; readonly at: string; readonly move: MovePartsFragment }
  | { readonly id: string; readonly at: string; readonly comment: CommentPartsFragment }
  | { readonly id: string; readonly at: string; readonly photos: Photo[] };

type Told = Pick<IssuePartsFragment, 'history' | 'comments' | 'photos'>;
/** Entries newest first; photos that were added in sequence are one entry. */
export function stepsOf({ history, comments, photos }: Told): Step[] {
  const moves: Step[] = history.map((move) => ({ id: move.id, at: move.at, move }));
  const words: Step[] = comments.map((comment) => ({ id: comment.id, at: comment.at, comment }));
  const added: Step[] = photos.flatMap((photo) =>
    photo.stage === 'AFTER' && photo.addedAt !== null ? [{ id: photo.id, at: photo.addedAt, photos: [photo] }] : [],
  );
  // The sort is stable, so moves of the same moment keep their order.
  const steps = [...moves, ...words, ...added].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return steps.reduce<Step[]>(together, []).reverse();
}

function together(steps: Step[], step: Step): Step[] {
  const last = steps.at(-1);
  if (last === undefined || !('photos' in last) || !('photos' in step)) return [...steps, step];
  return [...steps.slice(0, -1), { ...last, photos: [...last.photos, ...step.photos] }];
}
