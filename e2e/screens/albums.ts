import type { Album } from './album.ts';
import { areaShots } from './areaShots.ts';
import { ballotShots } from './ballotShots.ts';
import { clockShots } from './clockShots.ts';
import { feedShots } from './feedShots.ts';
import { groupShots } from './groupShots.ts';
import { handoverShots } from './handoverShots.ts';
import { ideaShots } from './ideaShots.ts';
import { inboxShots } from './inboxShots.ts';
import { intakeShots } from './intakeShots.ts';
import { issueShots } from './issueShots.ts';
import { lawShots } from './lawShots.ts';
import { lookShots } from './lookShots.ts';
import { mapShots } from './mapShots.ts';
import { operationShots } from './operationShots.ts';
import { noticeShots } from './noticeShots.ts';
import { outcomeShots } from './outcomeShots.ts';
import { partnerShots } from './partnerShots.ts';
import { pollShots } from './pollShots.ts';
import { proofShots } from './proofShots.ts';
import { reportShots } from './reportShots.ts';
import { residenceShots } from './residenceShots.ts';
import { routingShots } from './routingShots.ts';
import { signInShots } from './signInShots.ts';
import { staffShots } from './staffShots.ts';
import { townShots } from './townShots.ts';
import { voteShots } from './voteShots.ts';
import { wordShots } from './wordShots.ts';

/** All albums. */
export const albums: readonly Album[] = [
  { name: 'town', pages: ['ChooseTownPage', 'DisplayPage', 'NotFoundPage'], prepare: townShots },
  { name: 'feed', pages: ['HomePage', 'PollsPage', 'GroupPage'], prepare: ({ stage, path }) => feedShots(stage, path) },
  { name: 'poll', pages: ['PollPage', 'WallPage', 'ComposePollPage'], prepare: pollShots },
  { name: 'outcome', pages: ['PollPage'], prepare: ({ stage, path }) => outcomeShots(stage, path) },
  {
    name: 'idea',
    pages: ['IdeasPage', 'IdeaPage', 'NewIdeaPage'],
    prepare: ({ stage, path }) => ideaShots(stage, path),
  },
  { name: 'proof', pages: ['ProofPage', 'ProfilePage'], prepare: ({ stage, path }) => proofShots(stage, path) },
  {
    name: 'ballot',
    pages: ['PollPage', 'WallPage', 'BoothPage'],
    prepare: ({ stage, path }) => ballotShots(stage, path),
  },
  { name: 'group', pages: ['GroupsPage', 'GroupPage', 'NewGroupPage', 'ManageGroupPage'], prepare: groupShots },
  {
    name: 'inbox',
    pages: ['InboxPage', 'NotificationsPage', 'UnsubscribePage'],
    prepare: ({ stage, path }) => inboxShots(stage, path),
  },
  {
    name: 'signIn',
    pages: ['SignInPage', 'ConfirmSignInPage', 'ProfilePage'],
    prepare: ({ path }) => signInShots(path),
  },
  { name: 'report', pages: ['ReportPage', 'IssuePage'], prepare: ({ stage, path }) => reportShots(stage, path) },
  {
    name: 'issue',
    pages: ['IssuePage', 'ConfirmIssuePage', 'BoardPage', 'BoardIssuePage', 'FieldPage', 'PhotoQueuePage'],
    prepare: issueShots,
  },
  {
    name: 'map',
    pages: ['MapPage', 'MapSettingsPage'],
    prepare: ({ path, admin, clerk }) => mapShots(path, admin, clerk),
  },
  {
    name: 'staff',
    pages: ['SettingsPage', 'StaffPage', 'AuditPage'],
    prepare: ({ path, admin }) => staffShots(path, admin),
  },
  { name: 'look', pages: ['LookPage'], prepare: ({ path, admin }) => lookShots(path, admin) },
  {
    name: 'law',
    pages: ['LegalTextPage', 'LegalListPage', 'AccessibilityPage', 'BarrierPage', 'LegalSettingsPage'],
    prepare: ({ path, admin }) => lawShots(path, admin),
  },
  {
    name: 'clock',
    pages: ['MediansPage', 'HoursPage', 'TargetsPage'],
    prepare: ({ path, admin }) => clockShots(path, admin),
  },
  {
    name: 'handover',
    pages: ['ServersPage', 'BoardIssuePage'],
    prepare: ({ stage, path, admin }) => handoverShots(stage, path, admin),
  },
  { name: 'routing', pages: ['RoutingPage'], prepare: ({ path, admin }) => routingShots(path, admin) },
  { name: 'area', pages: ['AreasPage', 'AreaPage'], prepare: ({ path, admin }) => areaShots(path, admin) },
  { name: 'intake', pages: ['IntakePage'], prepare: ({ path, clerk }) => intakeShots(path, clerk) },
  {
    name: 'word',
    pages: ['PostPage', 'ComposePostPage', 'EditPostPage'],
    prepare: ({ stage, path, admin }) => wordShots(stage, path, admin),
  },
  {
    name: 'partner',
    pages: ['KeysPage', 'ExplorerPage'],
    prepare: ({ stage, path, admin }) => partnerShots(stage, path, admin),
  },
  { name: 'vote', pages: ['HomePage', 'PollPage'], prepare: voteShots },
  {
    name: 'residence',
    pages: ['ResidencePage', 'OfficePage'],
    prepare: ({ stage, path }) => residenceShots(stage, path),
  },
  { name: 'operation', pages: ['OperationPage'], prepare: ({ stage }) => operationShots(stage) },
  { name: 'notice', pages: ['NoticesPage', 'DecisionPage'], prepare: ({ stage, path }) => noticeShots(stage, path) },
];
