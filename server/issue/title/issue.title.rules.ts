import { InputCheck } from '../../kernel/payload.ts';
import { type CategoryNames, categoryNameIn } from '../category/issue.category.rules.ts';
import type { IssueRow } from '../issue.entity.ts';
import { wordsFor } from '../issue.visibility.rules.ts';

export type Titled = Pick<IssueRow, 'title' | 'address' | 'seenBy'>;

/**
 * Title of an issue for a reader of this language: what staff wrote, otherwise category and place, without a place the
 * category alone. Words that category and place share at the start are written once.
 */
export function titleIn(issue: Titled, category: CategoryNames, locale: string): string {
  if (issue.title != null) return issue.title;
  const name = categoryNameIn(category, locale);
  const place = wordsFor(issue.seenBy, issue.address ?? '').trim();
  if (place === '' || startsWith(name, place)) return name;
  return startsWith(place, name) ? place : `${name}, ${place}`;
}

/** Whether the text starts with these words, without regard to case: "Spielplatz in Scheuren" with "Spielplatz". */
function startsWith(text: string, words: string): boolean {
  const start = text.slice(0, words.length);
  const isSame = start.localeCompare(words, 'de', { sensitivity: 'accent' }) === 0;
  return isSame && !/^[\p{L}\d-]/u.test(text.slice(words.length));
}

const titleLengths = [3, 120] as const;

/** Checked title of staff; null and an empty text remove it. Refused: TOO_SHORT, TOO_LONG, BAD_CHARACTERS. */
export function readTitle(given: string | null | undefined): string | null {
  if (given == null || given.trim() === '') return null;
  const check = new InputCheck();
  const title = check.text(given, titleLengths, 'title');
  check.done();
  return title;
}
