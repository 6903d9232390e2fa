import { defineEntity, p } from '@mikro-orm/core';
import { Municipality } from './municipality.entity.ts';

/** How far the pages meet EN 301 549. */
const conformances = ['FULL', 'PARTIAL', 'NONE'] as const;
export type Conformance = (typeof conformances)[number];
/** Who looked: the town hall itself or somebody from outside. */
const assessments = ['SELF', 'EXTERNAL'] as const;
export type Assessment = (typeof assessments)[number];

/** What the law wants on every page; a town without a row has not written it yet. */
const LegalPagesSchema = defineEntity({
  name: 'LegalPages',
  properties: {
    municipality: () => p.manyToOne(Municipality).primary().ref(),
    /** Impressum and Datenschutz, Markdown. */
    imprint: p.text().nullable(),
    privacy: p.text().nullable(),
    conformance: p.enum(conformances).nullable(),
    /** The law of the state that the statement is made under. */
    legalBasis: p.string().nullable(),
    /** What does not work yet, for whom and why, Markdown. */
    barriers: p.text().nullable(),
    assessment: p.enum(assessments).nullable(),
    /** The day it was looked at. */
    assessedOn: p.date().nullable(),
    contactEmail: p.string().nullable(),
    contactPhone: p.string().nullable(),
    /** Who decides when the town hall does not answer. */
    enforcementName: p.string().nullable(),
    enforcementUrl: p.string().nullable(),
    updatedAt: p.datetime(),
  },
});
export class LegalPages extends LegalPagesSchema.class {}
LegalPagesSchema.setClass(LegalPages);
