import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../../kernel/rows.ts';
import { Photo } from '../../media/media.entity.ts';
import { Issue } from '../issue.entity.ts';

/** BEFORE: what was reported; AFTER: what became of it. */
const photoStages = ['BEFORE', 'AFTER'] as const;
export type PhotoStage = (typeof photoStages)[number];

/** A photo of a report; the town hall decides whether everybody may see it. */
const IssuePhotoSchema = defineEntity({
  name: 'IssuePhoto',
  properties: {
    photo: () => p.oneToOne(Photo).primary().ref(),
    issue: () => p.manyToOne(Issue).ref(),
    stage: p.enum(photoStages).default('BEFORE'),
    position: p.integer(),
    isApproved: p.boolean().default(false),
    /** When it came to the report: an AFTER photo is a step of its story. */
    addedAt: p.datetime(),
  },
  indexes: [{ properties: ['issue', 'position'] }],
});
export class IssuePhoto extends IssuePhotoSchema.class {}
IssuePhotoSchema.setClass(IssuePhoto);
export type IssuePhotoRow = RowOf<IssuePhoto>;
