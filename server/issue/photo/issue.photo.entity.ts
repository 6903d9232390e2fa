import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../../kernel/rows.ts';
import { Photo } from '../../media/media.entity.ts';
import { Issue } from '../issue.entity.ts';

/** BEFORE: the reported state; AFTER: the state afterwards. */
const photoStages = ['BEFORE', 'AFTER'] as const;
export type PhotoStage = (typeof photoStages)[number];

/** Serves the list of waiting photos; it contains only these. */
const waitingIndex =
  'create index issue_photo_waiting_index on issue_photo (added_at, photo_id) where judged_at is null';

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
    /** Time of the newest decision whether everybody may see the photo; null: it waits for one. */
    judgedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['issue', 'position'] }, { name: 'issue_photo_waiting_index', expression: waitingIndex }],
});
export class IssuePhoto extends IssuePhotoSchema.class {}
IssuePhotoSchema.setClass(IssuePhoto);
export type IssuePhotoRow = RowOf<IssuePhoto>;
