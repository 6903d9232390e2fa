import type { RouteLocationRaw } from 'vue-router';

/** In this order they are shown. */
const sections = ['acts', 'issues', 'pages', 'groups'] as const;
export type Section = (typeof sections)[number];

export interface Command {
  readonly id: string;
  readonly section: Section;
  readonly label: string;
  /** Beside the label: keys, or where a report stands. */
  readonly remark?: string | undefined;
  /** Found by these words too. */
  readonly words?: string;
  readonly to: RouteLocationRaw;
}

/** Of reports, groups and acts that fit; all pages are shown. */
const most = 6;

/** Every word of the question must be found, in whatever order; reports and groups only when they are asked for. */
export function findCommands(commands: readonly Command[], question: string): { section: Section; found: Command[] }[] {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  const isAsked = (section: Section) => words.length > 0 || section === 'acts' || section === 'pages';
  const fits = ({ label, words: more = '' }: Command) => {
    const text = `${label} ${more}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return sections
    .filter(isAsked)
    .map((section) => ({ section, found: commands.filter((command) => command.section === section && fits(command)) }))
    .map(({ section, found }) => ({ section, found: section === 'pages' ? found : found.slice(0, most) }))
    .filter(({ found }) => found.length > 0);
}
