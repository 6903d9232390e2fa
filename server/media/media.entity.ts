import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

export const photoSizes = ['small', 'large'] as const;
export type PhotoSize = (typeof photoSizes)[number];

/** A picture somebody sent; its files lie in the file store. The id is random: before the photo is used, knowing it is all there is. */
const PhotoSchema = defineEntity({
  name: 'Photo',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Null: sent without an account, or by a partner. */
    uploader: () => p.manyToOne(Person).ref().nullable(),
    partnerKeyId: p.uuid().nullable(),
    /** What is to be seen, in words; for those who cannot see it. */
    alt: p.string().nullable(),
    /** Of the large file. */
    width: p.integer(),
    height: p.integer(),
    createdAt: p.datetime(),
    /** Drawn over: which of its files are shown. Null: those that were sent. */
    rendition: p.uuid().nullable(),
    /** Beside a rendition the files that were sent are still kept; no address leads to them. */
    hasOriginal: p.boolean().default(false),
    /** The kind of thing it belongs to, e.g. `Issue`: that domain says who may see it. Null: to nothing yet. */
    usedBy: p.string().nullable(),
  },
});
export class Photo extends PhotoSchema.class {}
PhotoSchema.setClass(Photo);
export type PhotoRow = RowOf<Photo>;
/** Which files are meant. */
export type StoredPhoto = Pick<Photo, 'id'> & Partial<Pick<Photo, 'rendition'>>;
