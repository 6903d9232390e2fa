import { type Actor, hasRole, strangersCode } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import { checkVariantLocales } from '../../kernel/locale.ts';
import { InputCheck } from '../../kernel/payload.ts';
import type { TemplateVariant } from './issue.template.entity.ts';

/** Placeholders that a template may contain. */
const gaps = ['reference', 'category', 'place', 'desk', 'expected', 'town'] as const;
export type Gap = (typeof gaps)[number];
export type GapValues = Readonly<Partial<Record<Gap, string>>>;
const longestTemplate = 3000;
/** Maximum number of templates of a town. */
export const mostTemplates = 200;

export interface TemplateInput {
  readonly name: string;
  readonly text: string;
  readonly variants?: readonly TemplateVariant[] | null;
}

/** Clerks and admins of the town may manage its templates. */
export function canKeepTemplates(actor: Actor, municipalityId: string): Verdict {
  if (hasRole(actor, municipalityId, 'CLERK', 'ADMIN') || actor.kind === 'system') return allow;
  return deny(strangersCode(actor));
}

/**
 * Validates a template; throws one refusal that lists all faults. Refused: UNKNOWN_PLACEHOLDER, TOO_SHORT, TOO_LONG …
 */
export function checkTemplate(input: TemplateInput): Required<TemplateInput> {
  const check = new InputCheck();
  const name = check.text(input.name, [2, 80], 'name');
  const variants = input.variants ?? [];
  checkVariantLocales(check, variants);
  const checked = {
    name,
    text: checkText(check, input.text, 'text'),
    variants: variants.map(({ locale, text }, i) => ({
      locale,
      text: checkText(check, text, 'variants', String(i), 'text'),
    })),
  };
  check.done();
  return checked;
}

function checkText(check: InputCheck, text: string, ...path: readonly string[]): string {
  const known: readonly string[] = gaps;
  const rest = text.replace(/\{\{ *(\w+) *\}\}/g, (whole, name: string) => (known.includes(name) ? '' : whole));
  const list = gaps.map((gap) => `{{${gap}}}`).join(', ');
  check.require(!/\{\{|\}\}/.test(rest), 'UNKNOWN_PLACEHOLDER', `only ${list}`, ...path);
  return check.multiline(text, [3, longestTemplate], ...path);
}

/** Replaces the placeholders; lines with a placeholder that has no value are left out. */
export function fillTemplate(text: string, values: GapValues): string {
  const lines = text.split('\n').filter((line) => gapsIn(line).every((gap) => (values[gap] ?? '') !== ''));
  const filled = lines.map((line) => line.replace(/\{\{ *(\w+) *\}\}/g, (_all, name: Gap) => values[name] ?? ''));
  return filled
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function gapsIn(line: string): Gap[] {
  return gaps.filter((gap) => new RegExp(`\\{\\{ *${gap} *\\}\\}`).test(line));
}
