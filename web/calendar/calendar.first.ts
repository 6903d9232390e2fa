import type { FirstScreens } from '../shared/firstScreen.ts';

export const firstScreens: FirstScreens = {
  event: {
    reads: [{ query: 'Event', variables: { id: ':id' }, townQuery: 'EventTown' }],
    preview: {
      title: 'Event.event.title',
      date: {
        of: ['Event.event.nextOccurrence', 'Event.event'],
        isAllDay: 'Event.event.isAllDay',
        timeZone: 'Event.event.timeZone',
        notices: [{ at: 'Event.event.state', in: ['CANCELLED'], key: 'home.event.CANCELLED' }],
      },
      photo: 'Event.event.cover.large.url',
      only: [{ at: 'Event.event.state', in: ['PUBLISHED', 'CANCELLED'] }],
    },
  },
};
