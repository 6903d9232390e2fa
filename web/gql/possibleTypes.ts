
      export type PossibleTypesResultData = {
  "possibleTypes": {
    "FeedSubject": [
      "Event",
      "Issue",
      "Poll",
      "Post"
    ],
    "InboxContent": [
      "Alert",
      "EventDecision",
      "IssueComment",
      "IssueMove",
      "MembershipDecision",
      "Occurrence",
      "PostDecision",
      "PostRevision"
    ],
    "InboxSubject": [
      "Event",
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
      "Attendance",
      "AuditEntry",
      "Contact",
      "DeliveryReport",
      "Desk",
      "Event",
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
      "Occurrence",
      "Open311Server",
      "PartnerKey",
      "Passkey",
      "Photo",
      "Poll",
      "PollOption",
      "Post",
      "Question",
      "SavedFilter",
      "Slot",
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
      "Occurrence",
      "Poll",
      "WasteDay"
    ]
  }
};
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "FeedSubject": [
      "Event",
      "Issue",
      "Poll",
      "Post"
    ],
    "InboxContent": [
      "Alert",
      "EventDecision",
      "IssueComment",
      "IssueMove",
      "MembershipDecision",
      "Occurrence",
      "PostDecision",
      "PostRevision"
    ],
    "InboxSubject": [
      "Event",
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
      "Attendance",
      "AuditEntry",
      "Contact",
      "DeliveryReport",
      "Desk",
      "Event",
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
      "Occurrence",
      "Open311Server",
      "PartnerKey",
      "Passkey",
      "Photo",
      "Poll",
      "PollOption",
      "Post",
      "Question",
      "SavedFilter",
      "Slot",
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
      "Occurrence",
      "Poll",
      "WasteDay"
    ]
  }
};
      export default result;
    