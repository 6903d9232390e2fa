import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';
import type { Confided } from './issue.category.entity.ts';

export interface IssueFacts {
  readonly issueId: string;
  readonly municipalityId: string;
}
export interface IssueReportedFacts extends IssueFacts {
  /** False: made without an account and not confirmed yet; nobody hears of it. */
  readonly isConfirmed: boolean;
}
export interface IssueMovedFacts extends IssueFacts {
  readonly version: number;
  readonly to: string;
  /** Who moved it. */
  readonly by: string;
  /** False: the office chose not to tell the reporter. */
  readonly tellReporter: boolean;
  /** The reporter is not told before; ISO. */
  readonly tellAfter?: string;
  /** The version that this step takes back. */
  readonly takesBack?: number;
  /** How it lay before, where its desk or kind changed: for some it may have become a secret. */
  readonly was?: Confided;
}

export interface IssueReroutedFacts extends IssueFacts {
  readonly version: number;
  readonly deskId: string;
  readonly tellReporter: boolean;
  readonly was: Confided;
}
export interface IssueForwardedFacts extends IssueFacts {
  /** The step: what the mail says is read when it leaves. */
  readonly moveId: string;
}

export interface IssueVisibilityFacts extends IssueFacts {
  readonly isPublic: boolean;
}

export const issueReported = defineEvent<IssueReportedFacts>('issue.reported');
export const issueMoved = defineEvent<IssueMovedFacts>('issue.moved');
export interface IssueFlaggedFacts extends IssueFacts {
  /** SPAM, HIDDEN, or NONE: no longer set aside. */
  readonly flag: string;
}
/** The town hall set a report aside, or took it back. */
export const issueFlagged = defineEvent<IssueFlaggedFacts>('issue.flagged');
/** It stands where it stood, at another desk or as another matter. */
export const issueRerouted = defineEvent<IssueReroutedFacts>('issue.rerouted');
/** Somebody outside gets it by mail; that it was moved is told by itself. */
export const issueForwarded = defineEvent<IssueForwardedFacts>('issue.forwarded');
/** It is shown to everybody from now on, or no longer. */
export const issueVisibilityChanged = defineEvent<IssueVisibilityFacts>('issue.visibilityChanged');

export interface IssuePhotoFacts extends IssueFacts {
  readonly photoId: string;
}
export interface IssuePhotoJudgedFacts extends IssuePhotoFacts {
  readonly isApproved: boolean;
}
/** The town hall shows a photo to everybody who sees the report, or no longer. */
export const issuePhotoJudged = defineEvent<IssuePhotoJudgedFacts>('issue.photoJudged');
export interface IssuePhotoBlurredFacts extends IssuePhotoFacts {
  readonly isBlurred: boolean;
}
/** The town hall made faces or plates on a photo unrecognisable, or shows it again as it was sent. */
export const issuePhotoBlurred = defineEvent<IssuePhotoBlurredFacts>('issue.photoBlurred');
/** The town hall put a photo to a report: how it looks now that it is done. */
export const issuePhotoAdded = defineEvent<IssuePhotoFacts>('issue.photoAdded');
/** The town hall took a photo away from a report, for ever. */
export const issuePhotoRemoved = defineEvent<IssuePhotoFacts>('issue.photoRemoved');

/** Where reports go was set up otherwise. */
export const routingChanged = defineEvent<{ readonly municipalityId: string; readonly deskId: string }>(
  'issue.routingChanged',
);
/** What may be reported has another name, desk or place, or is offered or no longer. */
export const categoryChanged = defineEvent<{ readonly municipalityId: string; readonly categoryId: string }>(
  'issue.categoryChanged',
);

/** Due a week after the report: an address whose owner never answered is not kept. */
export const forgetAddress = defineQueue<{ readonly issueId: string }>('issue.forgetAddress');

/** Who reads which of a town's reports: a topic, and the room where they are (kernel/presence.ts). */
export const issueReadersTopic = {
  name: 'issueReaders',
  id: (args: { municipalityId: string }) => args.municipalityId,
};
export interface Reading {
  readonly issueId: string;
  /** As colleagues know the reader. */
  readonly name: string | null;
}
