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

/** All albums. The order determines the quarters: each album and every fourth after it are taken together. */
export const albums: readonly Album[] = [
  { pages: ['ChooseTownPage', 'DisplayPage', 'NotFoundPage'], prepare: townShots },
  { pages: ['HomePage', 'PollsPage', 'GroupPage'], prepare: ({ stage, path }) => feedShots(stage, path) },
  { pages: ['PollPage', 'WallPage', 'ComposePollPage'], prepare: pollShots },
  { pages: ['PollPage'], prepare: ({ stage, path }) => outcomeShots(stage, path) },
  { pages: ['IdeasPage', 'IdeaPage', 'NewIdeaPage'], prepare: ({ stage, path }) => ideaShots(stage, path) },
  { pages: ['ProofPage', 'ProfilePage'], prepare: ({ stage, path }) => proofShots(stage, path) },
  { pages: ['PollPage', 'WallPage', 'BoothPage'], prepare: ({ stage, path }) => ballotShots(stage, path) },
  { pages: ['GroupsPage', 'GroupPage', 'NewGroupPage', 'ManageGroupPage'], prepare: groupShots },
  {
    pages: ['InboxPage', 'NotificationsPage', 'UnsubscribePage'],
    prepare: ({ stage, path }) => inboxShots(stage, path),
  },
  { pages: ['SignInPage', 'ConfirmSignInPage', 'ProfilePage'], prepare: ({ path }) => signInShots(path) },
  { pages: ['ReportPage', 'IssuePage'], prepare: ({ stage, path }) => reportShots(stage, path) },
  {
    pages: ['IssuePage', 'ConfirmIssuePage', 'BoardPage', 'BoardIssuePage', 'FieldPage', 'PhotoQueuePage'],
    prepare: issueShots,
  },
  {
    pages: ['MapPage', 'MapSettingsPage'],
    prepare: ({ path, admin, clerk }) => mapShots(path, admin, clerk),
  },
  { pages: ['SettingsPage', 'StaffPage', 'AuditPage'], prepare: ({ path, admin }) => staffShots(path, admin) },
  { pages: ['LookPage'], prepare: ({ path, admin }) => lookShots(path, admin) },
  {
    pages: ['LegalTextPage', 'LegalListPage', 'AccessibilityPage', 'BarrierPage', 'LegalSettingsPage'],
    prepare: ({ path, admin }) => lawShots(path, admin),
  },
  { pages: ['MediansPage', 'HoursPage', 'TargetsPage'], prepare: ({ path, admin }) => clockShots(path, admin) },
  {
    pages: ['ServersPage', 'BoardIssuePage'],
    prepare: ({ stage, path, admin }) => handoverShots(stage, path, admin),
  },
  { pages: ['RoutingPage'], prepare: ({ path, admin }) => routingShots(path, admin) },
  { pages: ['AreasPage', 'AreaPage'], prepare: ({ path, admin }) => areaShots(path, admin) },
  { pages: ['IntakePage'], prepare: ({ path, clerk }) => intakeShots(path, clerk) },
  {
    pages: ['PostPage', 'ComposePostPage', 'EditPostPage'],
    prepare: ({ stage, path, admin }) => wordShots(stage, path, admin),
  },
  { pages: ['KeysPage', 'ExplorerPage'], prepare: ({ stage, path, admin }) => partnerShots(stage, path, admin) },
  { pages: ['HomePage', 'PollPage'], prepare: voteShots },
  { pages: ['ResidencePage', 'OfficePage'], prepare: ({ stage, path }) => residenceShots(stage, path) },
  { pages: ['OperationPage'], prepare: ({ stage }) => operationShots(stage) },
  { pages: ['NoticesPage', 'DecisionPage'], prepare: ({ stage, path }) => noticeShots(stage, path) },
];
