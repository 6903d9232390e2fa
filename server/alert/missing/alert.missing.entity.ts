import { defineEntity, p } from '@mikro-orm/core';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { Alert } from '../alert.entity.ts';

/**
 * Person whom the police look for. The row holds everything that identifies the person, encrypted, so that its deletion
 * leaves neither a file nor a plain text in the log of the database.
 */
const MissingPersonSchema = defineEntity({
  name: 'MissingPerson',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Alert that names the person; null: the photo was uploaded, and no alert uses it yet. */
    alert: () => p.oneToOne(Alert).owner().ref().nullable(),
    /** JSON of PersonDetails, encrypted with lockText(); null: no alert uses the photo yet. */
    details: p.text().nullable(),
    /** Base64 of a WebP file without metadata, encrypted with lockText(); null: no photo. */
    photo: p.text().nullable(),
    createdAt: p.datetime(),
  },
});
export class MissingPerson extends MissingPersonSchema.class {}
MissingPersonSchema.setClass(MissingPerson);

/** Data that identify the person, beside the photo. */
export interface PersonDetails {
  readonly name: string;
  /** Age, height, clothes, in words; null: none. */
  readonly description: string | null;
}
