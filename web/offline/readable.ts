/** One kind of answer that is stored for offline reading. */
export interface Readable {
  /** Variables by which its answers differ. */
  readonly by: readonly string[];
  /** Number of answers that are stored; the oldest go first. Without it, all are. */
  readonly most?: number;
}

/** Answers that are stored for offline reading, by name of the operation. */
export const readable: Readonly<Record<string, Readable>> = {
  Town: { by: ['ags'] },
  Viewer: { by: [] },
  ViewerGroups: { by: ['ags'] },
  TownFeed: { by: ['ags'] },
  IssueCategories: { by: ['ags'] },
  StatusLabels: { by: ['ags'] },
  TownMap: { by: ['ags'] },
  OfficeHours: { by: ['ags'] },
  LegalPages: { by: ['ags'] },
  MyIssues: { by: [] },
  FollowedIssues: { by: [] },
  Inbox: { by: [] },
  Incidents: { by: ['ags', 'isOpen'] },
  Incident: { by: ['id'], most: 20 },
  PublicIssues: { by: ['ags', 'after'], most: 20 },
  Issue: { by: ['ags', 'reference'], most: 30 },
  Groups: { by: ['ags'] },
  Group: { by: ['id'], most: 30 },
  GroupFeed: { by: ['id'], most: 30 },
  Post: { by: ['id'], most: 50 },
  Polls: { by: ['ags', 'state'] },
  Poll: { by: ['id'], most: 50 },
  MyVote: { by: ['pollId'], most: 50 },
  Ideas: { by: ['ags', 'states'] },
  Idea: { by: ['id'], most: 30 },
};
