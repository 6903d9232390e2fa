import { areaDrawn, areaRemoved } from '../area/area.events.ts';
import { ballotIssued, ballotsCounted } from '../ballot/ballot.events.ts';
import { groupChanged, groupCreated, groupJoined, groupLeft } from '../group/group.events.ts';
import { membershipDeclined, membershipRequested, publisherChanged } from '../group/group.events.ts';
import {
  identified,
  identityLinked,
  languageChosen,
  passkeyAdded,
  passkeyRemoved,
  personNamed,
  personRegistered,
  roleGranted,
  roleRevoked,
  signedIn,
  signedOut,
} from '../identity/identity.events.ts';
import { ideaMoved, ideaReached, ideaSubmitted, ideaSupportMoved, ideaThresholdSet } from '../idea/idea.events.ts';
import { hoursChanged } from '../hours/hours.events.ts';
import { issueEscalated, issueTargetsChanged } from '../issue/clock/issue.clock.events.ts';
import { issueCommented } from '../issue/comment/issue.comment.events.ts';
import { followAsked, followersMoved } from '../issue/follow/issue.follow.events.ts';
import { issueTaken } from '../issue/report/issue.intake.events.ts';
import { surveyAnswered, surveyAsked } from '../issue/survey/issue.survey.events.ts';
import { issueSettingsChanged } from '../issue/settings/issue.settings.events.ts';
import { categoryChanged, issueFlagged, issueForwarded, issueMoved, issueReported } from '../issue/issue.events.ts';
import { issuePhotoAdded, issuePhotoBlurred, issuePhotoJudged, issuePhotoRemoved } from '../issue/issue.events.ts';
import { issueRerouted, issueVisibilityChanged, routingChanged } from '../issue/issue.events.ts';
import { templateKept, templateRemoved } from '../issue/comment/issue.template.events.ts';
import { categoryFormChanged } from '../issue/category/issue.question.events.ts';
import { photoRemoved, photoUploaded } from '../media/media.events.ts';
import {
  legalPageChanged,
  lookChanged,
  mapChanged,
  moduleSwitchedOff,
  moduleSwitchedOn,
} from '../municipality/municipality.events.ts';
import { inboxRead, messageSpread, preferenceChanged } from '../notification/notification.events.ts';
import { embedOriginsChanged } from '../opendata/opendata.events.ts';
import { issueHandedOver, open311ServerAdded, open311ServerRemoved } from '../open311/open311.outgoing.events.ts';
import { partnerKeyCreated, partnerKeyRevoked } from '../partner/partner.events.ts';
import {
  pollClosed,
  pollConfirmed,
  pollCreated,
  pollOpened,
  pollOutcomeGiven,
  pollOutcomeRevised,
  pollReminded,
  pollReminderCancelled,
  pollReminderPlanned,
  pollRevised,
  turnoutMoved,
  voteCast,
} from '../poll/poll.events.ts';
import {
  postDrafted,
  postPublished,
  postRevised,
  postScheduled,
  postTranslated,
  postWithdrawn,
} from '../post/post.events.ts';
import * as residence from '../residence/residence.events.ts';

export const auditTopics = ['POSTS', 'POLLS', 'RESIDENCE', 'ISSUES', 'IDEAS', 'GROUPS', 'STAFF', 'SETTINGS'] as const;
export type AuditTopic = (typeof auditTopics)[number];

interface Sentence {
  readonly kind: string;
  readonly topic: AuditTopic;
  /** The event that it tells. */
  readonly type: string;
  /** Only where this fact is so: one event may be two sentences. */
  readonly when?: readonly [fact: string, is: boolean | string];
}

/** Everything the audit trail tells; what is not here is not told. */
const sentences = [
  { kind: 'POST_DRAFTED', topic: 'POSTS', type: postDrafted.type },
  { kind: 'POST_SCHEDULED', topic: 'POSTS', type: postScheduled.type },
  { kind: 'POST_PUBLISHED', topic: 'POSTS', type: postPublished.type },
  { kind: 'POST_REVISED', topic: 'POSTS', type: postRevised.type },
  { kind: 'POST_TRANSLATED', topic: 'POSTS', type: postTranslated.type },
  { kind: 'POST_WITHDRAWN', topic: 'POSTS', type: postWithdrawn.type },
  { kind: 'POLL_CREATED', topic: 'POLLS', type: pollCreated.type },
  { kind: 'POLL_REVISED', topic: 'POLLS', type: pollRevised.type },
  { kind: 'POLL_OPENED', topic: 'POLLS', type: pollOpened.type },
  { kind: 'POLL_CLOSED', topic: 'POLLS', type: pollClosed.type },
  { kind: 'POLL_CONFIRMED', topic: 'POLLS', type: pollConfirmed.type },
  { kind: 'POLL_OUTCOME_GIVEN', topic: 'POLLS', type: pollOutcomeGiven.type },
  { kind: 'POLL_OUTCOME_REVISED', topic: 'POLLS', type: pollOutcomeRevised.type },
  { kind: 'POLL_REMINDER_PLANNED', topic: 'POLLS', type: pollReminderPlanned.type },
  { kind: 'POLL_REMINDER_CANCELLED', topic: 'POLLS', type: pollReminderCancelled.type },
  { kind: 'POLL_REMINDED', topic: 'POLLS', type: pollReminded.type },
  { kind: 'BALLOTS_COUNTED', topic: 'POLLS', type: ballotsCounted.type },
  { kind: 'RESIDENCE_CONFIRMED', topic: 'RESIDENCE', type: residence.residenceConfirmed.type },
  { kind: 'RESIDENCE_ENDED', topic: 'RESIDENCE', type: residence.proofEnded.type },
  { kind: 'LETTERS_CREATED', topic: 'RESIDENCE', type: residence.lettersCreated.type },
  { kind: 'LETTERS_VOIDED', topic: 'RESIDENCE', type: residence.lettersVoided.type },
  { kind: 'ISSUE_REPORTED', topic: 'ISSUES', type: issueReported.type },
  { kind: 'ISSUE_TAKEN', topic: 'ISSUES', type: issueTaken.type },
  { kind: 'ISSUE_MOVED', topic: 'ISSUES', type: issueMoved.type },
  { kind: 'ISSUE_ANSWERED', topic: 'ISSUES', type: issueCommented.type, when: ['reach', 'PUBLIC'] },
  { kind: 'ISSUE_MESSAGED', topic: 'ISSUES', type: issueCommented.type, when: ['reach', 'PRIVATE'] },
  { kind: 'ISSUE_NOTED', topic: 'ISSUES', type: issueCommented.type, when: ['reach', 'INTERNAL'] },
  { kind: 'ISSUE_SPAM', topic: 'ISSUES', type: issueFlagged.type, when: ['flag', 'SPAM'] },
  { kind: 'ISSUE_SET_ASIDE', topic: 'ISSUES', type: issueFlagged.type, when: ['flag', 'HIDDEN'] },
  { kind: 'ISSUE_BROUGHT_BACK', topic: 'ISSUES', type: issueFlagged.type, when: ['flag', 'NONE'] },
  { kind: 'ISSUE_REROUTED', topic: 'ISSUES', type: issueRerouted.type },
  { kind: 'ISSUE_FORWARDED', topic: 'ISSUES', type: issueForwarded.type },
  { kind: 'ISSUE_HANDED_OVER', topic: 'ISSUES', type: issueHandedOver.type },
  { kind: 'ISSUE_SHOWN', topic: 'ISSUES', type: issueVisibilityChanged.type, when: ['isPublic', true] },
  { kind: 'ISSUE_HIDDEN', topic: 'ISSUES', type: issueVisibilityChanged.type, when: ['isPublic', false] },
  { kind: 'PHOTO_APPROVED', topic: 'ISSUES', type: issuePhotoJudged.type, when: ['isApproved', true] },
  { kind: 'PHOTO_HIDDEN', topic: 'ISSUES', type: issuePhotoJudged.type, when: ['isApproved', false] },
  { kind: 'ISSUE_DUE_SOON', topic: 'ISSUES', type: issueEscalated.type, when: ['level', 'DUE_SOON'] },
  { kind: 'ISSUE_OVERDUE', topic: 'ISSUES', type: issueEscalated.type, when: ['level', 'OVERDUE'] },
  { kind: 'PHOTO_ADDED', topic: 'ISSUES', type: issuePhotoAdded.type },
  { kind: 'PHOTO_BLURRED', topic: 'ISSUES', type: issuePhotoBlurred.type, when: ['isBlurred', true] },
  { kind: 'PHOTO_RESTORED', topic: 'ISSUES', type: issuePhotoBlurred.type, when: ['isBlurred', false] },
  { kind: 'PHOTO_REMOVED', topic: 'ISSUES', type: issuePhotoRemoved.type },
  { kind: 'IDEA_SUBMITTED', topic: 'IDEAS', type: ideaSubmitted.type },
  { kind: 'IDEA_MOVED', topic: 'IDEAS', type: ideaMoved.type },
  { kind: 'IDEA_REACHED', topic: 'IDEAS', type: ideaReached.type },
  { kind: 'IDEA_THRESHOLD_SET', topic: 'IDEAS', type: ideaThresholdSet.type },
  { kind: 'GROUP_CREATED', topic: 'GROUPS', type: groupCreated.type },
  { kind: 'GROUP_CHANGED', topic: 'GROUPS', type: groupChanged.type },
  { kind: 'MEMBER_ADDED', topic: 'GROUPS', type: groupJoined.type },
  { kind: 'MEMBER_REMOVED', topic: 'GROUPS', type: groupLeft.type },
  { kind: 'REQUEST_DECLINED', topic: 'GROUPS', type: membershipDeclined.type },
  { kind: 'PUBLISHER_NAMED', topic: 'GROUPS', type: publisherChanged.type, when: ['isPublisher', true] },
  { kind: 'PUBLISHER_UNNAMED', topic: 'GROUPS', type: publisherChanged.type, when: ['isPublisher', false] },
  { kind: 'ROLE_GRANTED', topic: 'STAFF', type: roleGranted.type },
  { kind: 'ROLE_REVOKED', topic: 'STAFF', type: roleRevoked.type },
  { kind: 'PERSON_NAMED', topic: 'STAFF', type: personNamed.type },
  { kind: 'MODULE_SWITCHED_ON', topic: 'SETTINGS', type: moduleSwitchedOn.type },
  { kind: 'MODULE_SWITCHED_OFF', topic: 'SETTINGS', type: moduleSwitchedOff.type },
  { kind: 'IMPRINT_CHANGED', topic: 'SETTINGS', type: legalPageChanged.type, when: ['page', 'IMPRINT'] },
  { kind: 'PRIVACY_CHANGED', topic: 'SETTINGS', type: legalPageChanged.type, when: ['page', 'PRIVACY'] },
  { kind: 'ACCESSIBILITY_CHANGED', topic: 'SETTINGS', type: legalPageChanged.type, when: ['page', 'ACCESSIBILITY'] },
  { kind: 'REPORT_FORM_CHANGED', topic: 'SETTINGS', type: categoryFormChanged.type },
  { kind: 'EMBED_CHANGED', topic: 'SETTINGS', type: embedOriginsChanged.type },
  { kind: 'MAP_CHANGED', topic: 'SETTINGS', type: mapChanged.type },
  { kind: 'AREA_DRAWN', topic: 'SETTINGS', type: areaDrawn.type },
  { kind: 'AREA_REMOVED', topic: 'SETTINGS', type: areaRemoved.type },
  { kind: 'ROUTING_CHANGED', topic: 'SETTINGS', type: routingChanged.type },
  { kind: 'CATEGORY_CHANGED', topic: 'SETTINGS', type: categoryChanged.type },
  { kind: 'LOOK_CHANGED', topic: 'SETTINGS', type: lookChanged.type },
  { kind: 'ISSUE_SETTINGS_CHANGED', topic: 'SETTINGS', type: issueSettingsChanged.type },
  { kind: 'TEMPLATE_KEPT', topic: 'SETTINGS', type: templateKept.type },
  { kind: 'TEMPLATE_REMOVED', topic: 'SETTINGS', type: templateRemoved.type },
  { kind: 'HOURS_CHANGED', topic: 'SETTINGS', type: hoursChanged.type },
  { kind: 'TARGETS_CHANGED', topic: 'SETTINGS', type: issueTargetsChanged.type },
  { kind: 'KEY_CREATED', topic: 'SETTINGS', type: partnerKeyCreated.type },
  { kind: 'KEY_REVOKED', topic: 'SETTINGS', type: partnerKeyRevoked.type },
  { kind: 'SERVER_ADDED', topic: 'SETTINGS', type: open311ServerAdded.type },
  { kind: 'SERVER_REMOVED', topic: 'SETTINGS', type: open311ServerRemoved.type },
] as const satisfies readonly Sentence[];
export type AuditKind = (typeof sentences)[number]['kind'];

/**
 * What no town's trail tells: who voted when, who signs in, who reads what, wants which mails and sends which picture. An event must be here
 * or above, or a test complains.
 */
export const untold: readonly string[] = [
  ...[voteCast, personRegistered, signedIn, signedOut, languageChosen, membershipRequested].map(({ type }) => type),
  ...[ideaSupportMoved, followAsked, followersMoved, surveyAsked, surveyAnswered].map(({ type }) => type),
  ...[identified, identityLinked, passkeyAdded, passkeyRemoved].map(({ type }) => type),
  ...[ballotIssued, turnoutMoved].map(({ type }) => type),
  ...[messageSpread, inboxRead, preferenceChanged].map(({ type }) => type),
  ...[residence.letterRequested, residence.letterRequestDropped].map(({ type }) => type),
  ...[residence.codeRedeemed, residence.proofMoved].map(({ type }) => type),
  ...[photoUploaded, photoRemoved].map(({ type }) => type),
  'seed.townTold',
];

/** Told only when somebody else did it: which groups people join or leave is their own business. */
export const ownBusiness: readonly string[] = [groupJoined, groupLeft, membershipDeclined].map(({ type }) => type);

/** The types of events that the trail, or one topic of it, tells. */
export function toldTypes(topic?: AuditTopic | null): readonly string[] {
  return [...new Set(sentences.filter((one) => topic == null || one.topic === topic).map(({ type }) => type))];
}

/** The sentence for an event with these facts. */
export function sentenceOf(type: string, facts: Readonly<Record<string, unknown>>): AuditKind | undefined {
  const fits = ({ when }: Sentence): boolean => when === undefined || facts[when[0]] === when[1];
  return sentences.find((one) => one.type === type && fits(one))?.kind;
}
