import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';
import type { Confided } from './issue.category.entity.ts';

export interface IssueFacts {
  readonly issueId: string;
  readonly municipalityId: string;
}
export interface IssueMovedFacts extends IssueFacts {
  readonly version: number;
  readonly to: string;
  /** Party that moved the issue. */
  readonly by: string;
  /** False: staff chose not to notify the reporter. */
  readonly tellReporter: boolean;
  /** ISO time before which the reporter is not notified. */
  readonly tellAfter?: string;
  /** Version that this move takes back. */
  readonly takesBack?: number;
  /** True: the move reopened an issue that had ended. */
  readonly isReopening?: boolean;
  /** Desk and kind before the move, if they changed: audiences of the old desk may lose access. */
  readonly was?: Confided;
}

export interface IssueReroutedFacts extends IssueFacts {
  readonly version: number;
  readonly deskId: string;
  readonly tellReporter: boolean;
  readonly was: Confided;
}
export interface IssueForwardedFacts extends IssueFacts {
  /** Id of the move; the text of the mail is read when the mail is sent. */
  readonly moveId: string;
}

export interface IssueReportedFacts extends IssueFacts {
  /** False: no mail is sent to the address of the report, because the mailbox has had enough; absent: true. */
  readonly isMailed?: boolean;
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
/** The town hall set an issue aside, or brought it back. */
export const issueFlagged = defineEvent<IssueFlaggedFacts>('issue.flagged');
/** The desk or the kind of an issue changed; its status did not. */
export const issueRerouted = defineEvent<IssueReroutedFacts>('issue.rerouted');
/** A mail forwards the issue to somebody outside; the move itself is an event of its own. */
export const issueForwarded = defineEvent<IssueForwardedFacts>('issue.forwarded');
/** An issue was made public, or is no longer public. */
export const issueVisibilityChanged = defineEvent<IssueVisibilityFacts>('issue.visibilityChanged');

/** Staff changed the title of an issue. */
export const issueTitled = defineEvent<IssueFacts>('issue.titled');

export interface IssuePhotoFacts extends IssueFacts {
  readonly photoId: string;
}
export interface IssuePhotoJudgedFacts extends IssuePhotoFacts {
  readonly isApproved: boolean;
}
/** The town hall approved a photo for everybody who sees the issue, or hid it. */
export const issuePhotoJudged = defineEvent<IssuePhotoJudgedFacts>('issue.photoJudged');
export interface IssuePhotoBlurredFacts extends IssuePhotoFacts {
  readonly isBlurred: boolean;
}
/** The town hall covered parts of a photo, or restored the photo as it was sent. */
export const issuePhotoBlurred = defineEvent<IssuePhotoBlurredFacts>('issue.photoBlurred');
/** The town hall added a photo to an issue. */
export const issuePhotoAdded = defineEvent<IssuePhotoFacts>('issue.photoAdded');
/** The town hall deleted a photo of an issue. */
export const issuePhotoRemoved = defineEvent<IssuePhotoFacts>('issue.photoRemoved');

/** The routing of issues changed. */
export const routingChanged = defineEvent<{ readonly municipalityId: string; readonly deskId: string }>(
  'issue.routingChanged',
);
/** A category was created, changed, ordered, published or withdrawn. */
export const categoryChanged = defineEvent<{ readonly municipalityId: string; readonly categoryId: string }>(
  'issue.categoryChanged',
);

/** Runs a week after the report and deletes the address if it is not confirmed. */
export const forgetAddress = defineQueue<{ readonly issueId: string }>('issue.forgetAddress');

/** Topic and presence room of the readers of a town's issues (kernel/presence.ts). */
export const issueReadersTopic = {
  name: 'issueReaders',
  id: (args: { municipalityId: string }) => args.municipalityId,
};
export interface Reading {
  readonly issueId: string;
  /** Name that colleagues see; null: none was given. */
  readonly name: string | null;
}
