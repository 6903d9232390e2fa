
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
      "PostDecision",
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
      "Post",
      "WasteDay"
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
      "Viewer",
      "WasteDate",
      "WasteDistrict",
      "WasteImport",
      "WasteKind"
    ],
    "PollResults": [
      "HiddenResults",
      "PollTally"
    ],
    "TodaySubject": [
      "Poll",
      "WasteDay"
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
      "PostDecision",
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
      "Post",
      "WasteDay"
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
      "Viewer",
      "WasteDate",
      "WasteDistrict",
      "WasteImport",
      "WasteKind"
    ],
    "PollResults": [
      "HiddenResults",
      "PollTally"
    ],
    "TodaySubject": [
      "Poll",
      "WasteDay"
    ]
  }
};
      export default result;
    