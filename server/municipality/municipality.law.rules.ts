import { readEmail } from '../kernel/email.ts';
import { isHttps } from '../kernel/https.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { Assessment, Conformance } from './municipality.law.entity.ts';

export interface LegalTexts {
  readonly imprint: string;
  readonly privacy: string;
}
export interface Accessibility {
  readonly conformance: Conformance;
  readonly legalBasis: string;
  readonly barriers: string;
  readonly assessment: Assessment;
  /** Day of the assessment as YYYY-MM-DD. */
  readonly assessedOn: string;
  readonly contactEmail: string;
  readonly contactPhone: string | null;
  readonly enforcementName: string;
  readonly enforcementUrl: string;
}

/** Maximum numbers of characters. */
const longest = { text: 30_000, line: 250, phone: 40 } as const;

/** Impressum and privacy notice, trimmed. Refused: REQUIRED, TOO_LONG, BAD_CHARACTERS. */
export function readLegalTexts({ imprint, privacy }: LegalTexts): LegalTexts {
  const check = new InputCheck();
  const texts = {
    imprint: required(check, check.multiline(imprint, [0, longest.text], 'imprint'), 'imprint'),
    privacy: required(check, check.multiline(privacy, [0, longest.text], 'privacy'), 'privacy'),
  };
  check.done();
  return texts;
}

/**
 * The statement as it is stored; `today` is the date in the town as YYYY-MM-DD. `barriers` may be empty only with full
 * conformance. Throws one refusal that lists all faults.
 */
export function readAccessibility(input: Accessibility, today: string): Accessibility {
  const check = new InputCheck();
  const barriers = check.multiline(input.barriers, [0, longest.text], 'barriers');
  check.require(input.conformance === 'FULL' || barriers !== '', 'REQUIRED', 'say what does not work', 'barriers');
  const contactEmail = readEmail(input.contactEmail);
  check.require(contactEmail !== undefined, 'BAD_EMAIL', 'not an e-mail address', 'contactEmail');
  check.require(input.assessedOn <= today, 'IN_THE_FUTURE', 'nobody looked yet', 'assessedOn');
  check.require(
    isHttps(input.enforcementUrl, longest.line),
    'NOT_HTTPS',
    'a link beginning with https://',
    'enforcementUrl',
  );
  const read = {
    conformance: input.conformance,
    assessment: input.assessment,
    assessedOn: input.assessedOn,
    barriers,
    legalBasis: required(check, check.text(input.legalBasis, [0, longest.line], 'legalBasis'), 'legalBasis'),
    contactEmail: contactEmail ?? '',
    contactPhone: check.text(input.contactPhone ?? '', [0, longest.phone], 'contactPhone') || null,
    enforcementName: required(
      check,
      check.text(input.enforcementName, [0, longest.line], 'enforcementName'),
      'enforcementName',
    ),
    enforcementUrl: check.text(input.enforcementUrl, [0, longest.line], 'enforcementUrl'),
  };
  check.done();
  return read;
}

function required(check: InputCheck, text: string, name: string): string {
  check.require(text !== '', 'REQUIRED', 'must not be empty', name);
  return text;
}
