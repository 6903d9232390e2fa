import { type BoardAudience, onBoard } from '../issue.confidential.rules.ts';

/** A search of staff: patterns that an issue must match all, and the reference if the search is a number. */
export interface Search {
  /** Reference that the whole search names, such as M-2031; null: it names none. */
  readonly reference: string | null;
  /** One regular expression of PostgreSQL per word. */
  readonly patterns: readonly string[];
}

/** Maximum number of words of a search; further words are ignored. */
const mostWords = 8;

/**
 * Reads what was typed: "2031", "M 2031" and "m-2031" name the report M-2031; otherwise every word must occur. An
 * umlaut is equal to its two letters, ß to ss. Null: the text has no word.
 */
export function readIssueSearch(text: string | null | undefined): Search | null {
  const typed = (text ?? '').normalize('NFC').trim();
  const number = /^m?[\s-]?0*(\d{1,9})$/i.exec(typed)?.[1];
  const words = typed
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '') || word)
    .filter((word) => word !== '')
    .slice(0, mostWords);
  if (words.length === 0) return null;
  return { reference: number === undefined ? null : `M-${number}`, patterns: words.map(patternOf) };
}

const spellings: Readonly<Record<string, string>> = {
  ä: '(ä|Ä|ae)',
  ae: '(ä|Ä|ae)',
  ö: '(ö|Ö|oe)',
  oe: '(ö|Ö|oe)',
  ü: '(ü|Ü|ue)',
  ue: '(ü|Ü|ue)',
  ß: '(ß|ss)',
  ss: '(ß|ss)',
};

/** Pattern that finds the word in any spelling; characters with a meaning in patterns are escaped. */
function patternOf(word: string): string {
  return word.toLowerCase().replace(/ae|oe|ue|ss|[äöüß]|[^\p{L}\p{N}]/gu, (part) => spellings[part] ?? `\\${part}`);
}

/** Columns that `searchLists` reads from the terms. */
export const searchColumns = 'reference text, patterns json';

/**
 * Common table expression `found` with the ids of the issues that a search finds for staff, based on the terms `w`: the
 * report with the number if the audience may read it, otherwise those that contain all words. `found` is not filtered by
 * audience; the board's own condition does that. Only words that every reader of the issue as staff may read are
 * searched: number, title, text, place, category, public answers and the address of the reporter.
 */
export function searchLists({ patterns }: Search, audience: BoardAudience): string {
  const hits = patterns.map((_, n) => `(${hitsOf(`(select patterns ->> ${n} from w)`)})`).join(' intersect ');
  return `numbered as materialized (
    select i.id from w join issue i on i.municipality_id = w."municipalityId" and i.reference = w.reference
    where ${onBoard(audience, 'i')}
  ), worded as (${hits}), found as materialized (
    select id from numbered union all select id from worded where not exists (select from numbered)
  )`;
}

/**
 * Condition on the issue `i`. `is true` keeps the planner from joining: one hash table of the hits then serves the scan
 * of the board, which ends at the page's last card, also where a word is in thousands of issues.
 */
export const isFound = '(i.id in (select id from found)) is true';

/** Text of an issue `i` that is searched; equal to the expression of the index `issue_search_index`. */
const issueWords = `(i.reference || ' ' || coalesce(i.title, '') || ' ' || coalesce(i.address, '') || ' ' || i.text)`;

/** Ids of the town's issues in which the pattern occurs. Each part has its own index where the database has pg_trgm. */
function hitsOf(pattern: string): string {
  const ofTown = 'i.municipality_id = (select "municipalityId" from w)';
  return `
    select i.id from issue i where ${ofTown} and ${issueWords} ~* ${pattern}
    union all
    select i.id from issue i join issue_category c on c.id = i.category_id
    where ${ofTown} and (c.name ~* ${pattern}
      or exists (select from jsonb_array_elements(c.variants) v where v ->> 'name' ~* ${pattern}))
    union all
    select i.id from issue_move m join issue i on i.id = m.issue_id
    where ${ofTown} and m.message ~* ${pattern}
      and m.by = 'STAFF' and m."to" <> 'WAITING_ON_REPORTER' and not m.is_taken_back
    union all
    select i.id from issue_comment c join issue i on i.id = c.issue_id
    where ${ofTown} and c.reach = 'PUBLIC' and c.text ~* ${pattern}
    union all
    select i.id from issue i left join person p on p.id = i.reporter_id
    where ${ofTown} and coalesce(p.email, i.reporter_email) ~* ('\\m' || ${pattern})`;
}
