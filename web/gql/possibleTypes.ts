
      export type PossibleTypesResultData = {
  "possibleTypes": {
    "FeedSubject": [
      "Issue",
      "Poll",
      "Post"
    ],
    "InboxContent": [
      "Alert",
      "IssueComment",
      "IssueMove",
      "MembershipDecision",
      "PostRevision"
    ],
    "InboxSubject": [
      "Group",
      "Idea",
      "Incident",
      "Issue",
      "Municipality",
      "Notice",
      "NoticeDecision",
      "Poll",
      "Post"
    ],
    "IssueTimelineEntry": [
      "IssueComment",
      "IssueMove"
    ],
    "Node": [
      "Acknowledgement",
      "Alert",
      "Area",
      "Attachment",
      "AuditEntry",
      "Contact",
      "DeliveryReport",
      "Desk",
      "FeedEntry",
      "Group",
      "Idea",
      "InboxItem",
      "Incident",
      "Issue",
      "IssueCategory",
      "IssueComment",
      "IssueMove",
      "IssueQuestion",
      "IssueRoute",
      "IssueTemplate",
      "LetterBatch",
      "LetterRequest",
      "MobileNumber",
      "Municipality",
      "Notice",
      "NoticeDecision",
      "Open311Server",
      "PartnerKey",
      "Passkey",
      "Photo",
      "Poll",
      "PollOption",
      "Post",
      "Question",
      "SavedFilter",
      "Street",
      "Viewer"
    ],
    "PollResults": [
      "HiddenResults",
      "PollTally"
    ],
    "TodaySubject": [
      "Poll"
    ]
  }
};
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "FeedSubject": [
      "Issue",
      "Poll",
      "Post"
    ],
    "InboxContent": [
      "Alert",
      "IssueComment",
      "IssueMove",
      "MembershipDecision",
      "PostRevision"
    ],
    "InboxSubject": [
      "Group",
      "Idea",
      "Incident",
      "Issue",
      "Municipality",
      "Notice",
      "NoticeDecision",
      "Poll",
      "Post"
    ],
    "IssueTimelineEntry": [
      "IssueComment",
      "IssueMove"
    ],
    "Node": [
      "Acknowledgement",
      "Alert",
      "Area",
      "Attachment",
      "AuditEntry",
      "Contact",
      "DeliveryReport",
      "Desk",
      "FeedEntry",
      "Group",
      "Idea",
      "InboxItem",
      "Incident",
      "Issue",
      "IssueCategory",
      "IssueComment",
      "IssueMove",
      "IssueQuestion",
      "IssueRoute",
      "IssueTemplate",
      "LetterBatch",
      "LetterRequest",
      "MobileNumber",
      "Municipality",
      "Notice",
      "NoticeDecision",
      "Open311Server",
      "PartnerKey",
      "Passkey",
      "Photo",
      "Poll",
      "PollOption",
      "Post",
      "Question",
      "SavedFilter",
      "Street",
      "Viewer"
    ],
    "PollResults": [
      "HiddenResults",
      "PollTally"
    ],
    "TodaySubject": [
      "Poll"
    ]
  }
};
      export default result;
    