import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

export const photoSizes = ['small', 'large'] as const;
export type PhotoSize = (typeof photoSizes)[number];

/** A picture that was sent; its files lie in the file store. */
const PhotoSchema = defineEntity({
  name: 'Photo',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Person who sent the photo; null if it was sent without an account or by a partner. */
    uploader: () => p.manyToOne(Person).ref().nullable(),
    partnerKeyId: p.uuid().nullable(),
    /** Description of the picture in words, for people who cannot see it. */
    alt: p.string().nullable(),
    /** Width and height of the large file in pixels. */
    width: p.integer(),
    height: p.integer(),
    createdAt: p.datetime(),
    /** Covered version whose files are shown; null: the files as they were sent are shown. */
    rendition: p.uuid().nullable(),
    /** Whether the files as they were sent are still kept beside the rendition; no address leads to them. */
    hasOriginal: p.boolean().default(false),
    /**
     * Type of the object that uses the photo, e.g. `Issue`; the domain of that type decides who may see the photo.
     * Null: unused.
     */
    usedBy: p.string().nullable(),
  },
});
export class Photo extends PhotoSchema.class {}
PhotoSchema.setClass(Photo);
export type PhotoRow = RowOf<Photo>;
/** Columns that determine the keys of the photo's files. */
export type StoredPhoto = Pick<Photo, 'id'> & Partial<Pick<Photo, 'rendition'>>;
