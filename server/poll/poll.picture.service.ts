import type { Context } from '../kernel/context.ts';
import { DomainError, Refusal, type UserError } from '../kernel/errors.ts';
import type { Tx } from '../kernel/events.ts';
import { rowById, rowsOf } from '../kernel/rows.ts';
import type { Photo } from '../media/media.entity.ts';
import { fileRule, photoById, type ShownPhoto, showPhoto, takePhotos } from '../media/media.service.ts';
import { PollOption, type PollOptionRow } from './poll.entity.ts';
import type { QuestionInput } from './poll.rules.ts';
import { readStanding } from './poll.standing.service.ts';

const usedBy = 'PollOption';

/** Photos by id. */
export type Pictures = ReadonlyMap<string, Photo>;

/**
 * Takes photos that the actor uploaded as pictures of options. `kept` has the pictures that the poll already has, by
 * id. Returns all pictures of the draft by id. User errors: UNKNOWN_PHOTO, PICTURE_WITHOUT_ALT.
 */
export async function takePictures(
  tx: Tx,
  questions: readonly QuestionInput[],
  municipalityId: string,
  kept: Pictures = new Map(),
): Promise<Pictures> {
  const ids = questions.flatMap(({ pictures }) => (pictures ?? []).filter((id) => id !== null));
  if (ids.length === 0) return new Map();
  const isKept = (id: string, at: number): boolean => kept.has(id) && ids.indexOf(id) === at; // each for one option
  const fresh = ids.filter((id, at) => !isKept(id, at));
  const taken = await takePhotos(tx, fresh, { usedBy, municipalityId });
  const photos = new Map([...kept, ...taken.map((photo) => [photo.id, photo] as const)]);
  const bare = questions.flatMap(({ pictures }, q) =>
    (pictures ?? []).flatMap((id, at): UserError[] =>
      id === null || photos.get(id)?.alt != null ? [] : [withoutAlt(['questions', String(q), 'pictures', String(at)])],
    ),
  );
  if (bare.length > 0) throw new Refusal(bare);
  return photos;
}

function withoutAlt(path: readonly string[]): UserError {
  return { code: 'PICTURE_WITHOUT_ALT', message: 'say in words what is to be seen', path };
}

/** A picture is visible to everybody who may see its poll. */
export const optionPictureRule = fileRule(
  usedBy,
  async (ctx, photoId) => (await findPictured(ctx, photoId)) !== null,
  async (ctx, photoId) => {
    const option = await findPictured(ctx, photoId);
    return option && findPicture(ctx, option);
  },
);

/** Option with this picture; null: unknown, or the actor may not see its poll. */
async function findPictured(ctx: Context, photoId: string): Promise<PollOption | null> {
  const option = await ctx.em.findOne(PollOption, { picture: photoId }, { populate: ['question'] });
  if (option === null) return null;
  return readStanding(ctx, option.question.getEntity().poll.id).then(
    () => option,
    (error: unknown) => {
      if (error instanceof DomainError) return null;
      throw error;
    },
  );
}

const optionById = rowById(rowsOf(PollOption));

/** Picture of an option; null: none. Loads the row if `option` lacks the column, as in the answer to a vote. */
export async function findPicture(
  ctx: Context,
  option: Pick<PollOptionRow, 'id'> & Partial<Pick<PollOptionRow, 'picture'>>,
): Promise<ShownPhoto | null> {
  const row = option.picture === undefined ? await optionById(ctx, option.id) : option;
  const photo = row?.picture ? await photoById(ctx, row.picture.id) : null;
  return photo && showPhoto(ctx, photo);
}
