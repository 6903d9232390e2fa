import {
  certainties,
  type Certainty,
  type IncidentKind,
  incidentKinds,
  severities,
  type Severity,
  urgencies,
  type Urgency,
} from './alert.entity.ts';
import templatesFile from './templates.json' with { type: 'json' };

/** Names that texts of templates hold in braces; the sender gives their values. */
export const slotNames = ['STREET', 'PLACE', 'TIME', 'PHONE', 'NUMBER'] as const;
export type SlotName = (typeof slotNames)[number];

/** Words of a template in one language, with slots in braces. */
export interface TemplateText {
  /** Name of the danger or disruption, such as "Hochwasser". */
  readonly name: string;
  readonly headline: string;
  readonly description: string;
  readonly instructions: readonly string[];
  /** Words of the end. */
  readonly end: { readonly headline: string; readonly description: string; readonly instructions: readonly string[] };
}

/** Sentence with which the end after a false alarm begins, by language. */
export const falseAlarmWords: Readonly<Record<string, string>> = {
  de: 'Es war ein Fehlalarm.',
  en: 'The incident was a false alarm.',
  'de-x-leicht': 'Die Warnung war ein Fehler.',
};

/** Prepared alert. */
export interface Template {
  readonly key: string;
  readonly kind: IncidentKind;
  /** Categories of CAP 1.2, such as "Met". */
  readonly categories: readonly string[];
  /** Response types of CAP 1.2, such as "Prepare". */
  readonly responseTypes: readonly string[];
  readonly severity: Severity;
  readonly urgency: Urgency;
  readonly certainty: Certainty;
  /** Hours after which the alert expires unless the sender says otherwise. */
  readonly hours: number;
  /** Whether the template asks readers if they are safe or need help, unless the sender says otherwise. */
  readonly asksSafety: boolean;
  /** By language; always with "de". */
  readonly texts: Readonly<Record<string, TemplateText>>;
}

/** The value of the file, if it is one of these. */
function oneOf<Value extends string>(values: readonly Value[], given: string): Value {
  const found = values.find((value) => value === given);
  if (found === undefined) throw new Error(`templates.json: ${given} is none of ${values.join(', ')}`);
  return found;
}

/** All templates by key, in the order in which composers offer them. */
export const templates: ReadonlyMap<string, Template> = new Map(
  Object.entries(templatesFile).map(([key, { kind, severity, urgency, certainty, ...template }]) => [
    key,
    {
      key,
      ...template,
      kind: oneOf(incidentKinds, kind),
      severity: oneOf(severities, severity),
      urgency: oneOf(urgencies, urgency),
      certainty: oneOf(certainties, certainty),
    },
  ]),
);

/** The template as the schema shows it. */
export function describeTemplate({ texts, ...template }: Template) {
  const words = Object.entries(texts).map(([locale, { name, headline, description, instructions }]) => ({
    locale,
    name,
    headline,
    description,
    instructions,
  }));
  const all = JSON.stringify(words);
  return { ...template, slots: slotNames.filter((name) => all.includes(`{${name}}`)), texts: words };
}
