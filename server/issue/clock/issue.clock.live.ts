import { announce, on } from '../../kernel/events.ts';
import { issueEscalated } from './issue.clock.events.ts';
import { issueBoard, issueState } from '../issue.live.ts';

/** Updates boards and open issues when an issue becomes urgent. */
export const announceEscalation = on(issueEscalated, (tx, event) => {
  announce(tx, issueBoard, event.facts, event);
  announce(tx, issueState, { issueId: event.facts.issueId, claimCode: null });
});
