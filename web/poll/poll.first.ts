import type { FirstScreens } from '../shared/firstScreen.ts';

export const firstScreens: FirstScreens = {
  poll: {
    reads: [{ query: 'Poll', variables: { id: ':id' }, townQuery: 'PollTown' }],
    blocks: [
      { part: 'kind', key: 'poll.kind' },
      { part: 'question', from: 'Poll.poll.title' },
      {
        part: 'sentence',
        key: 'pollTime.open',
        moment: 'Poll.poll.closesAt',
        only: [{ at: 'Poll.poll.state', in: ['OPEN'] }],
      },
      { part: 'description', from: 'Poll.poll.description' },
      {
        part: 'options',
        only: [
          { at: 'Poll.poll.state', in: ['OPEN'] },
          { at: 'Poll.poll.secrecy', in: ['EVERYDAY'] },
          { at: 'Poll.poll.questions.0.kind', in: ['SINGLE', 'MULTIPLE'] },
        ],
        entries: {
          from: 'Poll.poll.questions.0.options',
          title: 'label',
          most: 8,
          heading: { from: 'Poll.poll.questions.0.text', unless: 'Poll.poll.title' },
        },
      },
    ],
    preview: { title: 'Poll.poll.title', text: 'Poll.poll.description' },
  },
};
