import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../../kernel/rows.ts';
import { Photo } from '../../media/media.entity.ts';
import { Issue } from '../issue.entity.ts';

/** BEFORE: the reported state; AFTER: the state afterwards. */
const photoStages = ['BEFORE', 'AFTER'] as const;
export type PhotoStage = (typeof photoStages)[number];

/** A photo of an issue; the town hall decides whether everybody may see it. */
const IssuePhotoSchema = defineEntity({
  name: 'IssuePhoto',
  properties: {
    photo: () => p.oneToOne(Photo).primary().ref(),
    issue: () => p.manyToOne(Issue).ref(),
    stage: p.enum(photoStages).default('BEFORE'),
    position: p.integer(),
    isApproved: p.boolean().default(false),
    /** Time at which it was added: AFTER photos are entries of the history. */
    addedAt: p.datetime(),
  },
  indexes: [{ properties: ['issue', 'position'] }],
});
export class IssuePhoto extends IssuePhotoSchema.class {}
IssuePhotoSchema.setClass(IssuePhoto);
export type IssuePhotoRow = RowOf<IssuePhoto>;
