import type { Context } from '../kernel/context.ts';
import type { Tx } from '../kernel/events.ts';
import type { InputCheck } from '../kernel/payload.ts';
import { idsParameterSql, rowsByIds, rowsByOwner, rowsOf } from '../kernel/rows.ts';
import { Attachment, type AttachmentRow } from '../media/media.attachment.entity.ts';
import {
  attachmentById,
  type AttachmentChoice,
  removeAttachments,
  takeAttachments,
} from '../media/media.attachment.service.ts';
import { Photo } from '../media/media.entity.ts';
import { photoLimits } from '../media/media.rules.ts';
import { photoById, removePhotos, type ShownPhoto, showPhoto, takePhotos } from '../media/media.service.ts';
import { type Post, PostFile } from './post.entity.ts';

/** Value of `usedBy` of the files of posts. */
export const usedBy = 'Post';
const mostPictures = 6;
const mostAttachments = 3;

/** Uploaded photo with its alternative text. */
export interface PictureChoice {
  readonly photoId: string;
  readonly alt: string;
}

/** Pictures and attachments of a post in the order in which they are shown; absent: unchanged. */
export interface PostFilesInput {
  readonly pictures?: readonly PictureChoice[] | null;
  readonly attachments?: readonly AttachmentChoice[] | null;
}

/**
 * Gives a post its pictures and attachments; those that it no longer has are deleted. Returns whether something changed.
 * Adds TOO_MANY_PICTURES, PICTURE_WITHOUT_ALT, TOO_LONG, TOO_MANY_ATTACHMENTS, UNKNOWN_ATTACHMENT and errors of the words to `check`.
 * Refused: UNKNOWN_PHOTO.
 */
export async function setFiles(tx: Tx, post: Post, input: PostFilesInput, check: InputCheck): Promise<boolean> {
  const current = await tx.em.find(PostFile, { post: post.id }, { orderBy: { position: 'asc' } });
  const had = { PICTURE: idsOf(current, 'PICTURE'), ATTACHMENT: idsOf(current, 'ATTACHMENT') };
  const arePicturesNew = input.pictures != null && (await setPictures(tx, post, had.PICTURE, input.pictures, check));
  const areAttachmentsNew =
    input.attachments != null && (await setAttachments(tx, post, had.ATTACHMENT, input.attachments, check));
  return arePicturesNew || areAttachmentsNew;
}

async function setPictures(
  tx: Tx,
  post: Post,
  had: readonly string[],
  choices: readonly PictureChoice[],
  check: InputCheck,
): Promise<boolean> {
  const ids = choices.map(({ photoId }) => photoId);
  check.require(ids.length <= mostPictures, 'TOO_MANY_PICTURES', `at most ${mostPictures} pictures`, 'pictures');
  check.require(new Set(ids).size === ids.length, 'UNKNOWN_PHOTO', 'each picture once', 'pictures');
  const alts = choices.map(({ alt }, i) => {
    const path = ['pictures', String(i), 'alt'];
    const words = check.text(alt, [0, photoLimits.altLength], ...path);
    check.require(words !== '', 'PICTURE_WITHOUT_ALT', 'say in words what is to be seen', ...path);
    return words;
  });
  check.done();
  const kept = await tx.em.find(Photo, { id: { $in: [...had] } });
  const fresh = ids.filter((id) => !had.includes(id));
  const photos = [...kept, ...(await takePhotos(tx, fresh, { usedBy, municipalityId: post.municipality.id }))];
  let isNew = had.join() !== ids.join();
  for (const photo of photos) {
    const alt = alts[ids.indexOf(photo.id)];
    if (alt === undefined || alt === photo.alt) continue;
    photo.alt = alt;
    isNew = true;
  }
  await removePhotos(
    tx,
    kept.filter(({ id }) => !ids.includes(id)),
  );
  await placeFiles(tx, post, 'PICTURE', ids);
  return isNew;
}

async function setAttachments(
  tx: Tx,
  post: Post,
  had: readonly string[],
  choices: readonly AttachmentChoice[],
  check: InputCheck,
): Promise<boolean> {
  const isFew = choices.length <= mostAttachments;
  check.require(isFew, 'TOO_MANY_ATTACHMENTS', `at most ${mostAttachments} attachments`, 'attachments');
  check.done();
  const use = { usedBy, municipalityId: post.municipality.id, kept: new Set(had) };
  const before = await tx.em.find(Attachment, { id: { $in: [...had] } });
  const words = (list: readonly AttachmentRow[]): string => JSON.stringify(list.map((a) => [a.id, a.title, a.summary]));
  const said = words(had.flatMap((id) => before.find((attachment) => attachment.id === id) ?? []));
  const taken = await takeAttachments(tx, choices, use, check);
  const ids = taken.map(({ id }) => id);
  await removeAttachments(
    tx,
    before.filter(({ id }) => !ids.includes(id)),
  );
  await placeFiles(tx, post, 'ATTACHMENT', ids);
  return said !== words(taken);
}

async function placeFiles(tx: Tx, post: Post, kind: PostFile['kind'], ids: readonly string[]): Promise<void> {
  await tx.em.nativeDelete(PostFile, { post: post.id, kind });
  await tx.em.insertMany(
    PostFile,
    ids.map((id, position) => ({ id, post: post.id, kind, position })),
  );
}

function idsOf(files: readonly PostFile[], kind: PostFile['kind']): string[] {
  return files.filter((file) => file.kind === kind).map(({ id }) => id);
}

const filesOf = rowsByOwner(
  rowsOf(PostFile),
  ({ post }) => post,
  `where t.post_id in (${idsParameterSql}) order by t.position`,
);

/** Pictures of a post. The caller has checked that the actor may read it. */
export async function picturesOf(ctx: Context, postId: string): Promise<ShownPhoto[]> {
  const ids = (await filesOf(ctx, postId)).filter(({ kind }) => kind === 'PICTURE').map(({ id }) => id);
  return (await rowsByIds(photoById, ctx, ids)).map((photo) => showPhoto(ctx, photo));
}

/** Attachments of a post. The caller has checked that the actor may read it. */
export async function attachmentsOf(ctx: Context, postId: string): Promise<AttachmentRow[]> {
  const ids = (await filesOf(ctx, postId)).filter(({ kind }) => kind === 'ATTACHMENT').map(({ id }) => id);
  return rowsByIds(attachmentById, ctx, ids);
}
