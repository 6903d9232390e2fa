import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { fileRule, photoById, showPhoto } from '../media/media.service.ts';
import { PostFile } from './post.entity.ts';
import { usedBy } from './post.files.service.ts';
import { findPost } from './post.service.ts';

/** Files of a post are visible to everybody who may read the post. */
export const postFileRule = fileRule(usedBy, mayReadPostOf, async (ctx, photoId) => {
  const photo = (await mayReadPostOf(ctx, photoId)) ? await photoById(ctx, photoId) : null;
  return photo && showPhoto(ctx, photo);
});

async function mayReadPostOf(ctx: Context, fileId: string): Promise<boolean> {
  const file = await ctx.em.findOne(PostFile, fileId);
  if (file === null) return false;
  return findPost(ctx, file.post.id).then(
    () => true,
    (error: unknown) => {
      if (error instanceof DomainError) return false;
      throw error;
    },
  );
}
