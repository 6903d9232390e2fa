import { townFeedVariables } from '../feed/townFeedVariables.ts';
import { openShown } from './home/openItems.ts';
import { type FirstRead, type FirstScreens, usesModule } from '../shared/firstScreen.ts';

/** Queries of every page of a town, which the layout asks. */
export const everyTownPage: readonly FirstRead[] = [
  { query: 'Viewer' },
  { query: 'Town', variables: { ags: ':ags' } },
  { query: 'UnreadCount', ifSignedIn: true },
];

export const firstScreens: FirstScreens = {
  home: {
    reads: [
      { query: 'ViewerGroups', variables: { ags: ':ags' }, ifSignedIn: true },
      { query: 'Groups', variables: { ags: ':ags', first: 60 } },
      { query: 'DatesToAnswer', variables: { ags: ':ags' }, ifSignedIn: true },
      { query: 'HomeToday', variables: { ags: ':ags', hasPolls: usesModule('POLLS') } },
      { query: 'TownFeed', variables: townFeedVariables(':ags', [], null) },
      { query: 'StatusLabels', variables: { ags: ':ags' } },
    ],
    frame: 'columns',
    blocks: [
      { part: 'intro', ifSignedOut: true, inColumn: true },
      {
        part: 'today',
        inColumn: true,
        entries: {
          from: 'HomeToday.municipality.today',
          subject: 'subject',
          title: ['title', 'event.title'],
          most: 3,
        },
      },
      {
        part: 'open',
        inColumn: true,
        merged: {
          lists: [
            {
              from: 'HomeToday.municipality.pollsToVote',
              title: 'title',
              ends: ['closesAt'],
              actKey: 'home.vote',
              only: [{ at: 'viewerHasVoted', in: [false] }],
              except: { from: 'HomeToday.municipality.today', id: 'subject.id', most: 3 },
            },
            {
              from: 'DatesToAnswer.viewer.datesToAnswer',
              title: 'event.title',
              ends: ['event.answersUntil', 'startsAt'],
              actKey: 'home.event.reply',
            },
          ],
          most: openShown.wide,
        },
      },
      {
        part: 'rows',
        entries: {
          from: 'TownFeed.municipality.feed.edges',
          subject: 'node.subject',
          title: 'title',
          text: 'excerpt',
          most: 10,
          rows: {
            Post: { icon: 'Megaphone', below: { at: 'poll', icon: 'Vote' } },
            Issue: { icon: 'Wrench' },
            Poll: { icon: 'Vote', unfolds: true },
            Event: { icon: 'CalendarDays' },
          },
        },
      },
    ],
  },
};
