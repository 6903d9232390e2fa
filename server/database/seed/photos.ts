import type { Context } from '../../kernel/context.ts';
import { judgePhoto } from '../../issue/photo/issue.photo.service.ts';
import { uploadPhoto } from '../../media/media.service.ts';
import pictures from './pictures/pictures.json' with { type: 'json' };
import type { PhotoStory } from './story.ts';

const drawn: Readonly<Record<string, string>> = pictures;

/** Uploads photos for the actor of `ctx`; returns their ids in the order of the story. */
export async function seedPhotos(
  ctx: Context,
  municipalityId: string,
  photos: readonly PhotoStory[],
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { picture, alt } of photos) {
    const bytes = Buffer.from(drawn[picture] ?? '', 'base64');
    ids.push((await uploadPhoto(ctx, { municipalityId, bytes, alt })).id);
  }
  return ids;
}

/** Approves the photos for everybody, as the town hall does. */
export async function showPhotos(ctx: Context, photoIds: readonly string[]): Promise<void> {
  for (const photoId of photoIds) await judgePhoto(ctx, photoId, true);
}
