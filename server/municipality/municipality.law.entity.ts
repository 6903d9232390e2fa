import { defineEntity, p } from '@mikro-orm/core';
import { Municipality } from './municipality.entity.ts';

/** Degrees of conformance of the pages with EN 301 549. */
const conformances = ['FULL', 'PARTIAL', 'NONE'] as const;
export type Conformance = (typeof conformances)[number];
/** Assessor of the accessibility: the town hall itself or an external body. */
const assessments = ['SELF', 'EXTERNAL'] as const;
export type Assessment = (typeof assessments)[number];

/** Legal pages of a town; no row: the town has not written them yet. */
const LegalPagesSchema = defineEntity({
  name: 'LegalPages',
  properties: {
    municipality: () => p.manyToOne(Municipality).primary().ref(),
    /** Impressum and privacy notice (Datenschutz) as Markdown. */
    imprint: p.text().nullable(),
    privacy: p.text().nullable(),
    conformance: p.enum(conformances).nullable(),
    /** Law of the Land on which the accessibility statement is based. */
    legalBasis: p.string().nullable(),
    /** Known barriers, for whom and why, as Markdown. */
    barriers: p.text().nullable(),
    assessment: p.enum(assessments).nullable(),
    /** Day of the assessment. */
    assessedOn: p.date().nullable(),
    contactEmail: p.string().nullable(),
    contactPhone: p.string().nullable(),
    /** Enforcement body that decides if the town hall does not answer. */
    enforcementName: p.string().nullable(),
    enforcementUrl: p.string().nullable(),
    updatedAt: p.datetime(),
  },
});
export class LegalPages extends LegalPagesSchema.class {}
LegalPagesSchema.setClass(LegalPages);
