import { on, type Tx } from '../../kernel/events.ts';
import { defineMessage, enqueueMessage, recallMessage, smsLike } from '../../kernel/message.ts';
import { CategoryEmergency } from '../category/issue.question.entity.ts';
import { issueCommented } from '../issue.comment.events.ts';
import { Issue } from '../issue.entity.ts';
import { type IssueMovedFacts, issueMoved, issueReported, issueRerouted } from '../issue.events.ts';
import { writeDeskMail } from './issue.desk.letters.service.ts';
import { workedReports } from './issue.inbox.messages.ts';
import { pushAbout } from './issue.push.texts.ts';
import { deskSql } from './issue.recipients.service.ts';

const common = {
  module: 'ISSUES',
  class: 'PERSONAL',
  interest: 'DESK',
  inbox: workedReports,
  push: pushAbout('desk'),
  sms: smsLike(pushAbout('desk')),
} as const;

/** Person who wrote the report, or recorded it for somebody. */
const author = `coalesce(i.reporter_id, (select t.taken_by_id from issue_intake t where t.issue_id = i.id))`;
/** Move that the message is about, unless it was taken back. */
const move = `issue_move v where v.issue_id = i.id and v.version = m.version and not v.is_taken_back`;
const mover = `select v.actor_id from ${move}`;

const reported = defineMessage({
  ...common,
  kind: 'ISSUE_REPORTED',
  description: "Staff: a report arrived at the person's desk.",
  audience: deskSql({ actor: author }),
  mail: 'NONE',
});

const urgentReported = defineMessage({
  ...common,
  kind: 'ISSUE_URGENT_REPORTED',
  description: "Staff: a report arrived at the person's desk, in a category with a safety notice for emergencies.",
  audience: deskSql({ actor: author }),
  mail: (ctx, letter) => writeDeskMail(ctx, letter, 'deskUrgent'),
});

const replied = defineMessage({
  ...common,
  kind: 'ISSUE_REPLIED',
  description: "Staff: the reporter of a report of the person's desk wrote.",
  audience: deskSql({ actor: 'i.reporter_id' }),
  mail: 'NONE',
});

const reopened = defineMessage({
  ...common,
  kind: 'ISSUE_REOPENED',
  description: "Staff: a finished report of the person's desk was reopened.",
  audience: deskSql({ actor: mover, where: `exists (select from ${move})` }),
  mail: 'NONE',
});

const handedOver = defineMessage({
  ...common,
  kind: 'ISSUE_HANDED_OVER',
  description: "Staff: another desk handed a report over to the person's desk.",
  audience: deskSql({ actor: mover, where: `exists (select from ${move} and v.desk_id = i.desk_id)` }),
  mail: 'NONE',
});

export const deskMessages = [reported, urgentReported, replied, reopened, handedOver];

export const deskListeners = [
  on(issueReported, async (tx, { facts: { municipalityId, issueId } }) => {
    const { category } = await tx.em.findOneOrFail(Issue, issueId);
    const isUrgent = (await tx.em.count(CategoryEmergency, { category: category.id })) > 0;
    await enqueueMessage(tx, isUrgent ? urgentReported : reported, { municipalityId, subjectId: issueId });
  }),
  on(issueCommented, async (tx, { facts: { municipalityId, issueId, by } }) => {
    if (by === 'REPORTER') await enqueueMessage(tx, replied, { municipalityId, subjectId: issueId });
  }),
  on(issueMoved, (tx, { facts }) => (facts.takesBack === undefined ? notifyDesk(tx, facts) : recallFor(tx, facts))),
  on(issueRerouted, async (tx, { facts: { municipalityId, issueId, version, deskId, was } }) => {
    if (was.deskId !== deskId) await enqueueMessage(tx, handedOver, { municipalityId, subjectId: issueId, version });
  }),
];

/** One message at most per move: who reopens a report for another desk causes the message about reopening only. */
async function notifyDesk(tx: Tx, facts: IssueMovedFacts): Promise<void> {
  const { municipalityId, issueId: subjectId, version, by, to, tellAfter, was } = facts;
  const options = tellAfter === undefined ? {} : { startAfter: new Date(tellAfter) };
  if (facts.isReopening === true) {
    await enqueueMessage(tx, reopened, { municipalityId, subjectId, version }, options);
  } else if (was !== undefined) {
    await enqueueMessage(tx, handedOver, { municipalityId, subjectId, version }, options);
  } else if (by === 'REPORTER' && to !== 'WITHDRAWN') {
    await enqueueMessage(tx, replied, { municipalityId, subjectId });
  }
}

/** Withdraws the messages about a move that was taken back; they wait until the move can no longer be taken back. */
async function recallFor(tx: Tx, { municipalityId, issueId: subjectId, takesBack }: IssueMovedFacts): Promise<void> {
  if (takesBack === undefined) return;
  const about = { municipalityId, subjectId, version: takesBack };
  for (const message of [reopened, handedOver]) await recallMessage(tx, message, about);
}
