import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** A PDF that was sent, such as a poster; its file lies in the file store. */
const AttachmentSchema = defineEntity({
  name: 'Attachment',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Person who sent the attachment; null if a partner sent it. */
    uploader: () => p.manyToOne(Person).ref().nullable(),
    partnerKeyId: p.uuid().nullable(),
    /** Title and summary are empty until an object uses the attachment. */
    title: p.string().default(''),
    /** Content of the file in words, for people who cannot open or read it. */
    summary: p.text().default(''),
    /** Size of the file in bytes. */
    bytes: p.integer(),
    createdAt: p.datetime(),
    /** Type of the object that uses the attachment, e.g. `Post`; its domain decides who may see it. Null: unused. */
    usedBy: p.string().nullable(),
  },
});
export class Attachment extends AttachmentSchema.class {}
AttachmentSchema.setClass(Attachment);
export type AttachmentRow = RowOf<Attachment>;
