import type { FirstScreens } from '../shared/firstScreen.ts';

export const firstScreens: FirstScreens = {
  group: {
    reads: [{ query: 'Group', variables: { id: ':id' }, townQuery: 'GroupTown' }],
    preview: {
      title: 'Group.group.name',
      text: 'Group.group.purpose',
      only: [{ at: 'Group.group.joinPolicy', in: ['OPEN', 'ON_REQUEST'] }],
    },
  },
};
