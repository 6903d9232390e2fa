import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { DateTime, LocalDate } from '../kernel/scalars.ts';
import type { Assessment, Conformance } from './municipality.law.entity.ts';

const ConformanceEnum = enumOf<Conformance>(
  'Conformance',
  'Degree of conformance of the pages with EN 301 549 (WCAG AA).',
  {
    FULL: 'The pages conform fully.',
    PARTIAL: 'The pages conform partially; the statement names the exceptions.',
    NONE: 'The pages do not conform.',
  },
);
const AssessmentEnum = enumOf<Assessment>('Assessment', 'Assessor of the accessibility of the pages.', {
  SELF: 'The town hall itself.',
  EXTERNAL: 'An external body.',
});

@ObjectType('LegalPages', {
  description: 'Pages required by law, as the town wrote them; each field is null until the town has filled it.',
})
export class LegalPagesType {
  @field(() => String, 'Impressum, Markdown.', { nullable: true })
  declare imprint?: string | null;

  @field(() => String, 'Privacy notice (Datenschutz), Markdown.', { nullable: true })
  declare privacy?: string | null;

  @field(() => ConformanceEnum, 'Accessibility: degree of conformance with EN 301 549.', { nullable: true })
  declare conformance?: Conformance | null;

  @field(() => String, 'Accessibility: law of the Land on which the statement is based.', { nullable: true })
  declare legalBasis?: string | null;

  @field(() => String, 'Accessibility: known barriers, for whom and why, Markdown.', { nullable: true })
  declare barriers?: string | null;

  @field(() => AssessmentEnum, 'Accessibility: assessor of the pages.', { nullable: true })
  declare assessment?: Assessment | null;

  @field(() => LocalDate, 'Accessibility: day of the assessment.', { nullable: true })
  declare assessedOn?: string | null;

  @field(() => String, 'Accessibility: e-mail address for reports about barriers.', { nullable: true })
  declare contactEmail?: string | null;

  @field(() => String, 'Accessibility: telephone number for reports about barriers.', { nullable: true })
  declare contactPhone?: string | null;

  @field(() => String, 'Accessibility: enforcement body that decides if the town hall does not answer.', {
    nullable: true,
  })
  declare enforcementName?: string | null;

  @field(() => String, 'Accessibility: page of the enforcement body, https.', { nullable: true })
  declare enforcementUrl?: string | null;

  @field(() => DateTime, 'Time of the last change to any of the pages.')
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

  @field(() => ConformanceEnum, 'Degree of conformance with EN 301 549.')
  declare conformance: Conformance;

  @field(() => String, 'Law of the Land on which the statement is based, up to 250 characters.')
  declare legalBasis: string;

  @field(() => String, 'Known barriers, Markdown; must not be empty unless the pages conform fully.')
  declare barriers: string;

  @field(() => AssessmentEnum, 'Assessor of the pages.')
  declare assessment: Assessment;

  @field(() => LocalDate, 'Day of the assessment; not in the future.')
  declare assessedOn: string;

  @field(() => String, 'E-mail address for reports about barriers.')
  declare contactEmail: string;

  @field(() => String, 'Telephone number for reports about barriers, up to 40 characters.', { nullable: true })
  declare contactPhone?: string | null;

  @field(() => String, 'Enforcement body that decides if the town hall does not answer, up to 250 characters.')
  declare enforcementName: string;

  @field(() => String, 'Page of the enforcement body: a link beginning with https://.')
  declare enforcementUrl: string;
}
