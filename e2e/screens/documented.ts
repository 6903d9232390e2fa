import type { Appearance } from './looks.ts';

/** Pictures of docs/screens: what a reader needs to see how the product works, each in the look that shows it best. */
const documented: Readonly<Record<'phone' | 'desktop', Readonly<Record<'light' | 'dark', readonly string[]>>>> = {
  phone: {
    light: [
      'town-choice',
      'sign-in',
      'home-citizen',
      'groups',
      'group',
      'poll-before-vote',
      'poll-after-vote',
      'poll-rounds',
      'poll-secret',
      'booth',
      'idea-open',
      'report',
      'report-photo',
      'report-where',
      'report-send',
      'issue',
      'issue-claim',
      'map',
      'inbox',
      'notifications',
      'display',
      'field',
    ],
    dark: ['home-citizen', 'poll-after-vote'],
  },
  desktop: {
    light: [
      'board-issue',
      'board-map',
      'board-desks',
      'composer',
      'compose-variants',
      'poll-editor',
      'poll-wall',
      'routing',
      'areas',
      'medians',
      'settings',
      'staff',
      'audit',
      'keys',
      'explorer-live',
      'residence-office',
    ],
    dark: ['board'],
  },
};

/** Whether `npm run screens -- docs` keeps the picture of this name in this look. */
export function isDocumented(name: string, { device, scheme, large = false }: Appearance): boolean {
  return !large && documented[device][scheme].includes(name);
}
