import type { Context } from '../kernel/context.ts';
import { findFile } from '../media/media.service.ts';
import type { PollOption, Question } from '../poll/poll.entity.ts';
import { type FrozenPicture, type PollText, sha256 } from './ballot.rules.ts';

/** Questions, options and pictures of a poll as frozen in `PollText`. Needs `options.picture` to be loaded. */
export function readPaper(ctx: Pick<Context, 'files'>, questions: readonly Question[]): Promise<PollText['questions']> {
  return Promise.all(
    questions.map(async ({ text, kind, minChoices: min, maxChoices: max, optionOrder: order, options }) => {
      const pictures = await Promise.all(options.getItems().map((option) => freezePicture(ctx, option)));
      return {
        text,
        kind,
        min,
        max,
        order,
        options: options.getItems().map(({ label }) => label),
        ...(pictures.some((picture) => picture !== null) && { pictures }),
      };
    }),
  );
}

async function freezePicture(ctx: Pick<Context, 'files'>, { picture }: PollOption): Promise<FrozenPicture | null> {
  const photo = picture?.getEntity();
  if (photo == null) return null;
  const file = await findFile(ctx, photo, 'small');
  return { sha256: file === undefined ? null : sha256(file), alt: photo.alt ?? '' };
}
