import { announce, on } from '../../kernel/events.ts';
import { issueBoard, issueState } from '../issue.live.ts';
import { issueAssigned } from './issue.assignee.events.ts';

/** Updates boards and open issues when the assignee changes. */
export const announceAssignee = on(issueAssigned, (tx, event) => {
  announce(tx, issueBoard, event.facts, event);
  announce(tx, issueState, { issueId: event.facts.issueId, claimCode: null });
});
