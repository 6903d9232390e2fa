import { townFeedVariables } from '../feed/townFeedVariables.ts';
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
        entries: { from: 'HomeToday.municipality.today', subject: 'subject', title: 'title', most: 3 },
      },
      {
        part: 'toVote',
        inColumn: true,
        entries: {
          from: 'HomeToday.municipality.pollsToVote',
          title: 'title',
          most: 2,
          only: [{ at: 'viewerHasVoted', in: [false] }],
          except: { from: 'HomeToday.municipality.today', id: 'subject.id', most: 3 },
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
          },
        },
      },
    ],
  },
};
