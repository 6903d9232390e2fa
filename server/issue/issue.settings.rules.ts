import { InputCheck } from '../kernel/payload.ts';
import type { IssueStatus } from './issue.entity.ts';
import { reopenDays } from './issue.rules.ts';
import type { StatusLabel } from './issue.settings.entity.ts';

export interface TownSettings {
  readonly reopenDays: number;
  readonly labels: readonly StatusLabel[];
}
export const usualSettings: TownSettings = { reopenDays, labels: [] };

/** Validates and trims the settings. Refused: BAD_DAYS, SAME_STATUS_TWICE, TOO_SHORT, TOO_LONG. */
export function checkSettings({ reopenDays: days, labels }: TownSettings): TownSettings {
  const check = new InputCheck();
  const isFine = Number.isInteger(days) && days >= 1 && days <= 365;
  check.require(isFine, 'BAD_DAYS', 'whole days, 1 to 365', 'reopenDays');
  const statuses = new Set(labels.map(({ status }) => status));
  check.require(statuses.size === labels.length, 'SAME_STATUS_TWICE', 'one label a status', 'labels');
  const checked = labels.map(({ status, de, en, plain }, i) => {
    const optional = (text: string | null | undefined, name: string): string | null =>
      (text ?? '').trim() === '' ? null : check.text(text ?? '', [2, 40], 'labels', String(i), name);
    const german = check.text(de, [2, 40], 'labels', String(i), 'de');
    return { status, de: german, en: optional(en, 'en'), plain: optional(plain, 'plain') };
  });
  check.done();
  return { reopenDays: days, labels: checked };
}

/** The town's name of a status in this language; null: the default name applies. */
export function labelIn(labels: readonly StatusLabel[], status: IssueStatus, locale: string): string | null {
  const label = labels.find((one) => one.status === status);
  if (label === undefined) return null;
  if (locale === 'en') return label.en ?? null;
  return locale === 'de-x-leicht' ? (label.plain ?? label.de) : label.de;
}
