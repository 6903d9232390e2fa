import type { FirstScreens } from '../shared/firstScreen.ts';

export const firstScreens: FirstScreens = {
  post: {
    reads: [{ query: 'Post', variables: { id: ':id' }, townQuery: 'PostTown' }],
    preview: {
      title: 'Post.post.title',
      text: 'Post.post.excerpt',
      only: [{ at: 'Post.post.state', in: ['PUBLISHED'] }],
    },
  },
};
