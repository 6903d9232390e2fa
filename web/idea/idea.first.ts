import type { FirstScreens } from '../shared/firstScreen.ts';

export const firstScreens: FirstScreens = {
  idea: {
    reads: [{ query: 'Idea', variables: { id: ':id' }, townQuery: 'IdeaTown' }],
    preview: { title: 'Idea.idea.title', text: 'Idea.idea.text' },
  },
};
