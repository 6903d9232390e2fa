import { LockMode } from '@mikro-orm/core';
import type { Context, FileRule } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Tx } from '../kernel/events.ts';
import type { InputCheck } from '../kernel/payload.ts';
import { batchedRead, idsIn, idsParameterSql, rowsByIds } from '../kernel/rows.ts';
import { Attachment, type AttachmentRow } from './media.attachment.entity.ts';
import {
  attachmentById,
  type AttachmentChoice,
  removeAttachments,
  takeAttachments,
} from './media.attachment.service.ts';
import { Photo } from './media.entity.ts';
import { photoLimits } from './media.rules.ts';
import { fileRule, photoById, removePhotos, type ShownPhoto, showPhoto, takePhotos } from './media.service.ts';

const mostPictures = 6;
const mostAttachments = 3;

/** Uploaded photo with its alternative text. */
export interface PictureChoice {
  readonly photoId: string;
  readonly alt: string;
}

/** Pictures and attachments of an object in the order in which they are shown; absent: unchanged. */
export interface FilesInput {
  readonly pictures?: readonly PictureChoice[] | null;
  readonly attachments?: readonly AttachmentChoice[] | null;
}

/** Table of a domain with the columns `id` (of the photo or attachment), `kind`, `position` and that of the object. */
interface FileTable {
  /** Value of `usedBy` of the files. */
  readonly usedBy: string;
  readonly table: string;
  /** Column with the id of the object. */
  readonly owner: string;
}

/** Object that has files. */
interface Owner {
  readonly id: string;
  readonly municipality: { readonly id: string };
}

type FileKind = 'PICTURE' | 'ATTACHMENT';

/** Files of the objects of a domain. */
export interface OwnedFiles {
  readonly usedBy: string;
  /**
   * Gives an object its pictures and attachments; those that no object has any more are deleted. Returns whether something
   * changed. Adds TOO_MANY_PICTURES, PICTURE_WITHOUT_ALT, TOO_LONG, TOO_MANY_ATTACHMENTS, UNKNOWN_ATTACHMENT and errors of the
   * words to `check`. Refused: UNKNOWN_PHOTO.
   */
  readonly set: (tx: Tx, owner: Owner, input: FilesInput, check: InputCheck) => Promise<boolean>;
  /** Pictures of an object. The caller has checked that the actor may read it. */
  readonly pictures: (ctx: Context, ownerId: string) => Promise<ShownPhoto[]>;
  /** Attachments of an object. The caller has checked that the actor may read it. */
  readonly attachments: (ctx: Context, ownerId: string) => Promise<AttachmentRow[]>;
  /** Ids of the objects that have this file. */
  readonly owners: (ctx: Context, fileId: string) => Promise<string[]>;
}

/** Files that a table of a domain gives to objects. */
export function filesIn(table: FileTable): OwnedFiles {
  const read = readerOf(table);
  const idsOf = async (ctx: Pick<Context, 'em'>, ownerId: string, kind: FileKind): Promise<string[]> =>
    (await read(ctx, ownerId)).filter((file) => file.kind === kind).map(({ id }) => id);
  return {
    usedBy: table.usedBy,
    async set(tx, owner, { pictures, attachments }, check) {
      const had = {
        PICTURE: await idsOf(tx, owner.id, 'PICTURE'),
        ATTACHMENT: await idsOf(tx, owner.id, 'ATTACHMENT'),
      };
      const use = { table, owner, check };
      const arePicturesNew = pictures != null && (await setPictures(tx, use, had.PICTURE, pictures));
      const areAttachmentsNew = attachments != null && (await setAttachments(tx, use, had.ATTACHMENT, attachments));
      return arePicturesNew || areAttachmentsNew;
    },
    async pictures(ctx, ownerId) {
      const photos = await rowsByIds(photoById, ctx, await idsOf(ctx, ownerId, 'PICTURE'));
      return photos.map((photo) => showPhoto(ctx, photo));
    },
    async attachments(ctx, ownerId) {
      return rowsByIds(attachmentById, ctx, await idsOf(ctx, ownerId, 'ATTACHMENT'));
    },
    async owners({ em }, fileId) {
      const rows: { id: string }[] = await em.execute(
        `select ${table.owner} as id from ${table.table} where id = ? order by 1`,
        [fileId],
      );
      return rows.map(({ id }) => id);
    },
  };
}

/**
 * Rule of these files: visible to everybody who may read one of their objects. `find` fails with a DomainError for an object
 * that the actor may not read.
 */
export function ownedFileRule(files: OwnedFiles, find: (ctx: Context, ownerId: string) => Promise<unknown>): FileRule {
  const maySee = async (ctx: Context, fileId: string): Promise<boolean> => {
    for (const ownerId of await files.owners(ctx, fileId)) {
      if (await isReadable(find(ctx, ownerId))) return true;
    }
    return false;
  };
  return fileRule(files.usedBy, maySee, async (ctx, photoId) => {
    const photo = (await maySee(ctx, photoId)) ? await photoById(ctx, photoId) : null;
    return photo && showPhoto(ctx, photo);
  });
}

function isReadable(found: Promise<unknown>): Promise<boolean> {
  return found.then(
    () => true,
    (error: unknown) => {
      if (error instanceof DomainError) return false;
      throw error;
    },
  );
}

interface StoredFile {
  readonly id: string;
  readonly kind: FileKind;
}

function readerOf({ table, owner }: FileTable) {
  return batchedRead(async ({ em }, ownerIds: readonly string[]): Promise<StoredFile[][]> => {
    const rows: (StoredFile & { readonly owner: string })[] = await em.execute(
      `select id, kind, ${owner} as owner from ${table} where ${owner} in (${idsParameterSql}) order by position`,
      [idsIn(ownerIds)],
    );
    const byOwner = Map.groupBy(rows, (row) => row.owner);
    return ownerIds.map((id) => byOwner.get(id) ?? []);
  });
}

interface FileUse {
  readonly table: FileTable;
  readonly owner: Owner;
  readonly check: InputCheck;
}

/** Lets changes of the files of several objects wait for each other. */
const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } } as const;

async function setPictures(
  tx: Tx,
  use: FileUse,
  had: readonly string[],
  choices: readonly PictureChoice[],
): Promise<boolean> {
  const { check, owner, table } = use;
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
  const kept = await tx.em.find(Photo, { id: { $in: [...had] } }, locked);
  const fresh = ids.filter((id) => !had.includes(id));
  const pathOf = (id: string): string[] => ['pictures', String(ids.indexOf(id)), 'photoId'];
  const taking = { usedBy: table.usedBy, municipalityId: owner.municipality.id, pathOf };
  const photos = [...kept, ...(await takePhotos(tx, fresh, taking))];
  let isNew = had.join() !== ids.join();
  for (const photo of photos) {
    const alt = alts[ids.indexOf(photo.id)];
    if (alt === undefined || alt === photo.alt) continue;
    photo.alt = alt;
    isNew = true;
  }
  await placeFiles(tx, use, 'PICTURE', ids);
  const unused = await unusedOf(tx, use, had);
  await removePhotos(
    tx,
    kept.filter(({ id }) => unused.has(id)),
  );
  return isNew;
}

async function setAttachments(
  tx: Tx,
  use: FileUse,
  had: readonly string[],
  choices: readonly AttachmentChoice[],
): Promise<boolean> {
  const { check, owner, table } = use;
  const isFew = choices.length <= mostAttachments;
  check.require(isFew, 'TOO_MANY_ATTACHMENTS', `at most ${mostAttachments} attachments`, 'attachments');
  check.done();
  const taking = { usedBy: table.usedBy, municipalityId: owner.municipality.id, kept: new Set(had) };
  const before = await tx.em.find(Attachment, { id: { $in: [...had] } }, locked);
  const words = (list: readonly AttachmentRow[]): string => JSON.stringify(list.map((a) => [a.id, a.title, a.summary]));
  const said = words(had.flatMap((id) => before.find((attachment) => attachment.id === id) ?? []));
  const taken = await takeAttachments(tx, choices, taking, check);
  const ids = taken.map(({ id }) => id);
  await placeFiles(tx, use, 'ATTACHMENT', ids);
  const unused = await unusedOf(tx, use, had);
  await removeAttachments(
    tx,
    before.filter(({ id }) => unused.has(id)),
  );
  return said !== words(taken);
}

async function placeFiles(tx: Tx, { table, owner }: FileUse, kind: FileKind, ids: readonly string[]): Promise<void> {
  await tx.em.flush();
  await tx.em.execute(`delete from ${table.table} where ${table.owner} = ? and kind = ?`, [owner.id, kind]);
  await tx.em.execute(
    `insert into ${table.table} (id, ${table.owner}, kind, position)
     select value::uuid, ?, ?, ordinality - 1 from json_array_elements_text(?::json) with ordinality`,
    [owner.id, kind, JSON.stringify(ids)],
  );
}

/** Files among these that no object has. */
async function unusedOf({ em }: Tx, { table }: FileUse, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows: { id: string }[] = await em.execute(`select id from ${table.table} where id in (${idsParameterSql})`, [
    idsIn(ids),
  ]);
  const used = new Set(rows.map(({ id }) => id));
  return new Set(ids.filter((id) => !used.has(id)));
}
