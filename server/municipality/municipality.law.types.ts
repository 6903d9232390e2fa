import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { DateTime, LocalDate } from '../kernel/scalars.ts';
import type { Assessment, Conformance } from './municipality.law.entity.ts';

const ConformanceEnum = enumOf<Conformance>('Conformance', 'How far the pages meet EN 301 549 (WCAG AA).', {
  FULL: 'In everything.',
  PARTIAL: 'In most; the statement says where not.',
  NONE: 'Not.',
});
const AssessmentEnum = enumOf<Assessment>('Assessment', 'Who looked at how accessible the pages are.', {
  SELF: 'The town hall itself.',
  EXTERNAL: 'Somebody from outside.',
});

@ObjectType('LegalPages', {
  description: 'What the law wants on every page, as the town wrote it; each null until it has.',
})
export class LegalPagesType {
  @field(() => String, 'Impressum, Markdown.', { nullable: true })
  declare imprint?: string | null;

  @field(() => String, 'Privacy notice (Datenschutz), Markdown.', { nullable: true })
  declare privacy?: string | null;

  @field(() => ConformanceEnum, 'Accessibility: how far the pages meet EN 301 549.', { nullable: true })
  declare conformance?: Conformance | null;

  @field(() => String, 'Accessibility: the law of the state it is stated under.', { nullable: true })
  declare legalBasis?: string | null;

  @field(() => String, 'Accessibility: what does not work yet, for whom and why, Markdown.', { nullable: true })
  declare barriers?: string | null;

  @field(() => AssessmentEnum, 'Accessibility: who looked.', { nullable: true })
  declare assessment?: Assessment | null;

  @field(() => LocalDate, 'Accessibility: the day it was looked at.', { nullable: true })
  declare assessedOn?: string | null;

  @field(() => String, 'Accessibility: where to write about barriers.', { nullable: true })
  declare contactEmail?: string | null;

  @field(() => String, 'Accessibility: where to call about barriers.', { nullable: true })
  declare contactPhone?: string | null;

  @field(() => String, 'Accessibility: who decides when the town hall does not answer.', { nullable: true })
  declare enforcementName?: string | null;

  @field(() => String, 'Accessibility: their page, https.', { nullable: true })
  declare enforcementUrl?: string | null;

  @field(() => DateTime, 'When any of it was last changed.')
  declare updatedAt: Date;
}

@InputType('SetLegalTextsInput', {
  description: 'Impressum and privacy notice, Markdown, up to 30,000 characters each.',
})
export class SetLegalTextsInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'Impressum; must not be empty.')
  declare imprint: string;

  @field(() => String, 'Privacy notice; must not be empty.')
  declare privacy: string;
}

@InputType('SetAccessibilityInput', { description: 'The facts that the accessibility statement is made of.' })
export class SetAccessibilityInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => ConformanceEnum, 'How far the pages meet EN 301 549.')
  declare conformance: Conformance;

  @field(() => String, 'The law of the state, up to 250 characters.')
  declare legalBasis: string;

  @field(() => String, 'What does not work yet, Markdown; must not be empty unless everything works.')
  declare barriers: string;

  @field(() => AssessmentEnum, 'Who looked.')
  declare assessment: Assessment;

  @field(() => LocalDate, 'The day it was looked at; not in the future.')
  declare assessedOn: string;

  @field(() => String, 'Where to write about barriers: an e-mail address.')
  declare contactEmail: string;

  @field(() => String, 'Where to call about barriers, up to 40 characters.', { nullable: true })
  declare contactPhone?: string | null;

  @field(() => String, 'Who decides when the town hall does not answer, up to 250 characters.')
  declare enforcementName: string;

  @field(() => String, 'Their page: a link beginning with https://.')
  declare enforcementUrl: string;
}
