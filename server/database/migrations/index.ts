import { Migration20261127200000Initial } from './Migration20261127200000Initial.ts';
import { Migration20261128042613PostPartnerKey } from './Migration20261128042613PostPartnerKey.ts';
import { Migration20261128044239ExternalId } from './Migration20261128044239ExternalId.ts';
import { Migration20261128081626AddIssuePublicSince } from './Migration20261128081626AddIssuePublicSince.ts';
import { Migration20261128111150AddCategoryVariants } from './Migration20261128111150AddCategoryVariants.ts';
import { Migration20261128111828PendingSignInPerBrowser } from './Migration20261128111828PendingSignInPerBrowser.ts';
import { Migration20261128112145CountSecretPollsLater } from './Migration20261128112145CountSecretPollsLater.ts';
import { Migration20261128113943AddQuestionVariants } from './Migration20261128113943AddQuestionVariants.ts';
import { Migration20261128123700ForgetVoteEvents } from './Migration20261128123700ForgetVoteEvents.ts';
import { Migration20261128142506AddGroupAccess } from './Migration20261128142506AddGroupAccess.ts';
import { Migration20261128150342RemoveUnconfirmed } from './Migration20261128150342RemoveUnconfirmed.ts';
import { Migration20261128175031AddPollDraft } from './Migration20261128175031AddPollDraft.ts';
import { Migration20261128175104AddIssueTitle } from './Migration20261128175104AddIssueTitle.ts';
import { Migration20261128175303AddIssueAssignee } from './Migration20261128175303AddIssueAssignee.ts';
import { Migration20261128181809AddPostcodes } from './Migration20261128181809AddPostcodes.ts';
import { Migration20261128214111AddPhotoJudgedAt } from './Migration20261128214111AddPhotoJudgedAt.ts';
import { Migration20261128214500IndexIssueSearch } from './Migration20261128214500IndexIssueSearch.ts';
import { Migration20261128215922AddSavedFilter } from './Migration20261128215922AddSavedFilter.ts';
import { Migration20261129005813AddTrafficMinute } from './Migration20261129005813AddTrafficMinute.ts';
import { Migration20261129005847DeliverToContacts } from './Migration20261129005847DeliverToContacts.ts';
import { Migration20261129015048HoldDeliveriesForDigests } from './Migration20261129015048HoldDeliveriesForDigests.ts';

/** In order of application. Written by `npm run migration`; see docs/migrations.md. */
export const migrations = [
  { name: 'Migration20261127200000Initial', class: Migration20261127200000Initial },
  { name: 'Migration20261128042613PostPartnerKey', class: Migration20261128042613PostPartnerKey },
  { name: 'Migration20261128044239ExternalId', class: Migration20261128044239ExternalId },
  { name: 'Migration20261128081626AddIssuePublicSince', class: Migration20261128081626AddIssuePublicSince },
  { name: 'Migration20261128111150AddCategoryVariants', class: Migration20261128111150AddCategoryVariants },
  { name: 'Migration20261128111828PendingSignInPerBrowser', class: Migration20261128111828PendingSignInPerBrowser },
  { name: 'Migration20261128112145CountSecretPollsLater', class: Migration20261128112145CountSecretPollsLater },
  { name: 'Migration20261128113943AddQuestionVariants', class: Migration20261128113943AddQuestionVariants },
  { name: 'Migration20261128123700ForgetVoteEvents', class: Migration20261128123700ForgetVoteEvents },
  { name: 'Migration20261128142506AddGroupAccess', class: Migration20261128142506AddGroupAccess },
  { name: 'Migration20261128150342RemoveUnconfirmed', class: Migration20261128150342RemoveUnconfirmed },
  { name: 'Migration20261128175031AddPollDraft', class: Migration20261128175031AddPollDraft },
  { name: 'Migration20261128175104AddIssueTitle', class: Migration20261128175104AddIssueTitle },
  { name: 'Migration20261128175303AddIssueAssignee', class: Migration20261128175303AddIssueAssignee },
  { name: 'Migration20261128181809AddPostcodes', class: Migration20261128181809AddPostcodes },
  { name: 'Migration20261128214111AddPhotoJudgedAt', class: Migration20261128214111AddPhotoJudgedAt },
  { name: 'Migration20261128214500IndexIssueSearch', class: Migration20261128214500IndexIssueSearch },
  { name: 'Migration20261128215922AddSavedFilter', class: Migration20261128215922AddSavedFilter },
  { name: 'Migration20261129005813AddTrafficMinute', class: Migration20261129005813AddTrafficMinute },
  { name: 'Migration20261129005847DeliverToContacts', class: Migration20261129005847DeliverToContacts },
  { name: 'Migration20261129015048HoldDeliveriesForDigests', class: Migration20261129015048HoldDeliveriesForDigests },
];
