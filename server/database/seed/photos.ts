import type { Context } from '../../kernel/context.ts';
import { judgePhoto } from '../../issue/photo/issue.photo.service.ts';
import { uploadPhoto } from '../../media/media.service.ts';
import pictures from './pictures/pictures.json' with { type: 'json' };
import type { PhotoStory } from './story.ts';

const drawn: Readonly<Record<string, string>> = pictures;

/** Sent by whoever `ctx` is, in the order of the story; answers their ids. */
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

/** The town hall has looked at them: everybody may see them. */
export async function showPhotos(ctx: Context, photoIds: readonly string[]): Promise<void> {
  for (const photoId of photoIds) await judgePhoto(ctx, photoId, true);
}
