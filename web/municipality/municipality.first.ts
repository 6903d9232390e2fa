import type { FirstScreens } from '../shared/firstScreen.ts';

export const firstScreens: FirstScreens = {
  chooseTown: {
    reads: [{ query: 'Towns', variables: { search: null, onPlatform: true } }],
    frame: 'towns',
    blocks: [
      {
        part: 'towns',
        entries: { from: 'Towns.municipalities.edges', subject: 'node', title: 'name', text: 'county', most: 8 },
      },
    ],
  },
};
