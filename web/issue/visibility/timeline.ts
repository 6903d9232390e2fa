import type {
  AssignmentPartsFragment,
  CommentPartsFragment,
  IssuePartsFragment,
  MovePartsFragment,
} from '../../gql/graphql.ts';

type Photo = IssuePartsFragment['photos'][number];

/** An entry of a report's timeline: a move, a comment, a new title, a change of the assignee, or photos of the current state. */
export type Step =
  | { readonly id: string; readonly at: string; readonly move: MovePartsFragment }
  | { readonly id: string; readonly at: string; readonly comment: CommentPartsFragment }
  | { readonly id: string; readonly at: string; readonly assignment: AssignmentPartsFragment }
  | { readonly id: string; readonly at: string; readonly change: IssuePartsFragment['titleChanges'][number] }
  | { readonly id: string; readonly at: string; readonly photos: Photo[] };

type Told = Pick<IssuePartsFragment, 'history' | 'comments' | 'photos' | 'assignments'> &
  Partial<Pick<IssuePartsFragment, 'titleChanges'>>;
/** Entries newest first; photos that were added in sequence are one entry. */
export function stepsOf({ history, comments, photos, assignments, titleChanges = [] }: Told): Step[] {
  const moves: Step[] = history.map((move) => ({ id: move.id, at: move.at, move }));
  const words: Step[] = comments.map((comment) => ({ id: comment.id, at: comment.at, comment }));
  const titles: Step[] = titleChanges.map((change) => ({ id: `title-${change.at}`, at: change.at, change }));
  const assigned: Step[] = assignments.map((assignment) => ({
    id: `assignment-${assignment.version}`,
    at: assignment.at,
    assignment,
  }));
  const added: Step[] = photos.flatMap((photo) =>
    photo.stage === 'AFTER' && photo.addedAt !== null ? [{ id: photo.id, at: photo.addedAt, photos: [photo] }] : [],
  );
  // The sort is stable, so moves of the same moment keep their order.
  const steps = [...moves, ...assigned, ...words, ...titles, ...added].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
  return steps.reduce<Step[]>(together, []).reverse();
}

function together(steps: Step[], step: Step): Step[] {
  const last = steps.at(-1);
  if (last === undefined || !('photos' in last) || !('photos' in step)) return [...steps, step];
  return [...steps.slice(0, -1), { ...last, photos: [...last.photos, ...step.photos] }];
}
