import { type Act } from './act.ts';
import { ballotActs } from './acts.ballot.ts';
import { clockActs } from './acts.clock.ts';
import { feedActs } from './acts.feed.ts';
import { flagActs } from './acts.flag.ts';
import { followActs } from './acts.follow.ts';
import { formActs } from './acts.form.ts';
import { groupActs } from './acts.group.ts';
import { ideaActs } from './acts.idea.ts';
import { commentActs } from './acts.comment.ts';
import { intakeActs } from './acts.intake.ts';
import { issueActs } from './acts.issue.ts';
import { lawActs } from './acts.law.ts';
import { notificationActs } from './acts.notification.ts';
import { passkeyActs } from './acts.passkey.ts';
import { outgoingActs } from './acts.outgoing.ts';
import { partnerActs } from './acts.partner.ts';
import { pollActs } from './acts.poll.ts';
import { postActs } from './acts.post.ts';
import { residenceActs } from './acts.residence.ts';
import { routingActs } from './acts.routing.ts';
import { staffActs } from './acts.staff.ts';
import { templateActs } from './acts.template.ts';
import { townActs } from './acts.town.ts';
import type { Town } from './town.ts';

/** Several at once: unknown and hidden ones are null among the others. */
const nodes: Act = {
  ...{ field: 'Query.nodes', variant: 'a report, a closed group, a draft', witness: 'admin' },
  prepare: ({ issue, kita, draft }: Town) => ({
    query: 'query($ids: [ID!]!) { it: nodes(ids: $ids) { id } }',
    variables: { ids: [issue.id, kita.id, draft.id] },
  }),
};

/** In this order: what moves people between groups comes last. */
export const acts: readonly Act[] = [
  ...feedActs,
  ...notificationActs,
  ...commentActs,
  ...townActs,
  ...lawActs,
  ...staffActs,
  ...passkeyActs,
  ...residenceActs,
  ...templateActs,
  ...pollActs,
  ...ballotActs,
  ...ideaActs,
  ...issueActs,
  ...routingActs,
  ...clockActs,
  ...followActs,
  ...formActs,
  ...postActs,
  ...partnerActs,
  ...flagActs,
  ...intakeActs,
  nodes,
  ...groupActs,
  ...outgoingActs,
];
