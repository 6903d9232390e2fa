import type { RouteLocationRaw } from 'vue-router';
import { spellingOf } from '../../shared/spelling.ts';

/** Sections of the command bar in the order in which they are shown. */
const sections = ['acts', 'issues', 'pages', 'groups'] as const;
export type Section = (typeof sections)[number];

export interface Command {
  readonly id: string;
  readonly section: Section;
  readonly label: string;
  /** Second line: place and date of a report. */
  readonly text?: string | undefined;
  /** Text beside the label: keys, or the status of a report. */
  readonly remark?: string | undefined;
  /** Further words by which the command is found. */
  readonly words?: string;
  /** Page that the command opens; absent if `act` does something else. */
  readonly to?: RouteLocationRaw;
  readonly act?: () => void;
}

/** Maximum number of results per section; pages have no maximum, and the server limits the reports. */
const most = 6;

/**
 * Commands whose texts contain every word of the query, in any order, without regard to case and umlauts. Groups appear
 * only when the query has words. Reports are results of the server for this query and appear as they are.
 */
export function findCommands(commands: readonly Command[], question: string): { section: Section; found: Command[] }[] {
  const words = spellingOf(question).split(/\s+/).filter(Boolean);
  const isAsked = (section: Section) => words.length > 0 || section === 'acts' || section === 'pages';
  const fits = ({ section, label, words: more = '' }: Command) => {
    if (section === 'issues') return true;
    const text = spellingOf(`${label} ${more}`);
    return words.every((word) => text.includes(word) || text.includes(stemOf(word)));
  };
  return sections
    .filter(isAsked)
    .map((section) => ({ section, found: commands.filter((command) => command.section === section && fits(command)) }))
    .map(({ section, found }) => ({ section, found: section === 'groups' ? found.slice(0, most) : found }))
    .filter(({ found }) => found.length > 0);
}

/** A word without the ending of a German or English plural, so that "Feiertage" finds "Feiertag". */
function stemOf(word: string): string {
  return word.length > 5 ? word.replace(/(en|er|e|n|s)$/, '') : word;
}
