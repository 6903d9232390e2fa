import type { FilterQuery } from '@mikro-orm/core';
import { Role } from '../identity/identity.entity.ts';
import type { Context } from '../kernel/context.ts';
import { pageUrl } from '../kernel/links.ts';
import { textsIn, type Translations } from '../kernel/mail.render.ts';
import {
  defineMessage,
  type InboxReader,
  type Letter,
  type MailContent,
  type MailText,
  type MessageContribution,
  NoLongerWanted,
  type PushContent,
  smsLike,
  type StoredMessage,
} from '../kernel/message.ts';
import type { Group } from './group.entity.ts';
import type { ReviewOutcome } from './group.review.rules.ts';
import { reviewersSql } from './group.review.service.ts';
import { groupsReadByStaff } from './group.service.ts';
import { canStaffReadGroupSql } from './group.standing.service.ts';

type Em = Context['em'];
type PushText = Pick<PushContent, 'title' | 'body'>;
type Key = 'reviewApproved' | 'reviewReturned' | 'reviewRequested';
interface ReviewTexts {
  readonly mails: Readonly<Record<Key, MailText>>;
  readonly pushes: Readonly<Record<Key, PushText>>;
}

/** Condition of publications in a search of the entity manager. */
interface InGroups {
  municipality?: { $in: string[] };
  groups: { $every: FilterQuery<Group> } | { $some: FilterQuery<Group> };
}

interface Decided {
  readonly subjectId: string;
  readonly version: number;
  readonly decision: object;
}

/** Publications of a domain that are reviewed, and the words of the messages about them. */
interface ReviewedKind {
  /** Kinds of the messages to reviewers and to the person who submitted something. */
  readonly kinds: { readonly requested: string; readonly decided: string };
  /** The publication in descriptions, such as "a post". */
  readonly noun: string;
  readonly module: string;
  /** Table of the publications, of their groups and of the decisions; `key`: column of the latter two. */
  readonly tables: {
    readonly name: string;
    readonly groups: string;
    readonly decisions: string;
    readonly key: string;
  };
  readonly subjectType: InboxReader['subjectTypes'][number];
  readonly decisionType: InboxReader['subjectTypes'][number];
  readonly texts: Translations<ReviewTexts>;
  /** Page of a publication, and that on which it is reviewed, below the town. */
  page(subjectId: string): string;
  reviewPage(subjectId: string): string;
  find(em: Em, ids: string[], where: InGroups): Promise<{ readonly id: string }[]>;
  findDecisions(em: Em, ids: string[], submittedBy: string): Promise<Decided[]>;
  titleOf(em: Em, subjectId: string): Promise<string | null>;
  findDecision(
    em: Em,
    subjectId: string,
    version: number,
  ): Promise<{ readonly outcome: ReviewOutcome; readonly reason?: string | null } | null>;
}

/** The messages of a review: to those who may decide, and to the person who had submitted what was decided. */
export function defineReviewMessages(kind: ReviewedKind): {
  readonly requested: MessageContribution;
  readonly decided: MessageContribution;
} {
  const { kinds, module, noun } = kind;
  const requested = defineMessage({
    kind: kinds.requested,
    class: 'PERSONAL',
    interest: 'DESK',
    description: `Staff: ${noun}, or new wording of a published one, waits for approval, which the person may decide.`,
    module,
    audience: reviewersOfSql(kind),
    inbox: reviewerInbox(kind),
    mail: (ctx, letter) => writeRequestMail(kind, ctx, letter),
    push: (_ctx, letter) => Promise.resolve(writeRequest(kind, letter)),
    sms: smsLike((_ctx, letter) => Promise.resolve(writeRequest(kind, letter))),
  });
  const decided = defineMessage({
    kind: kinds.decided,
    class: 'PERSONAL',
    interest: null,
    description: `The town hall approved or returned ${noun} that the person had submitted; \`content\` is the decision.`,
    module,
    audience: submitterSql(kind),
    inbox: submitterInbox(kind),
    mail: (ctx, letter) => writeDecisionMail(kind, ctx, letter),
    push: (ctx, letter) => writeDecision(kind, ctx, letter),
    sms: smsLike((ctx, letter) => writeDecision(kind, ctx, letter)),
  });
  return { requested, decided };
}

/** Editors who may decide about the waiting publication; admins if there is no such editor. */
function reviewersOfSql({ tables: { name, groups, key } }: ReviewedKind): string {
  /** Condition: the reviewer `r` did not write or submit the publication `p` and is a member of its CLOSED groups. */
  const isOther = `r.person_id is distinct from p.submitted_by_id
    and (p.state = 'PUBLISHED' or r.person_id is distinct from p.author_id)
    and not exists (select from ${groups} a
      where a.${key} = p.id and not ${canStaffReadGroupSql('a.group_id', 'r.person_id')})`;
  return `
    select distinct r.person_id as recipient_id, null::uuid as group_id
    from ${name} p cross join lateral (${reviewersSql('p.municipality_id')}) r
    where p.id = m.subject_id and p.submitted_at is not null and p.state in ('IN_REVIEW', 'PUBLISHED') and ${isOther}
      and (r.role = 'EDITOR' or not exists (
        select from (${reviewersSql('p.municipality_id')}) r where r.role = 'EDITOR' and ${isOther}))`;
}

function submitterSql({ tables: { decisions, key } }: ReviewedKind): string {
  return `
    select d.submitted_by_id as recipient_id, null::uuid as group_id
    from ${decisions} d
    where d.${key} = m.subject_id and d.version = m.version and d.submitted_by_id is not null
      and d.submitted_by_id is distinct from d.by_id`;
}

/** Publications of towns in which the person reviews now. */
function reviewerInbox(kind: ReviewedKind): InboxReader {
  return {
    subjectTypes: [kind.subjectType],
    async read({ em }, person, messages) {
      const towns = await townsOf(em, person, ['EDITOR', 'ADMIN']);
      const where = { municipality: { $in: towns }, groups: { $every: groupsReadByStaff(person) } };
      const subjects = await findSubjects(kind, em, messages, where);
      return ({ subjectId }) => ({ subject: subjects.get(subjectId) ?? null, content: null });
    },
  };
}

/** Publications that the person submitted, while the person may publish in one of their groups. */
function submitterInbox(kind: ReviewedKind): InboxReader {
  return {
    subjectTypes: [kind.subjectType],
    contentTypes: [kind.decisionType],
    async read({ em }, person, messages) {
      const where = { groups: { $some: await groupsPublishedInBy(em, person) } };
      const subjects = await findSubjects(kind, em, messages, where);
      const own = await kind.findDecisions(em, [...subjects.keys()], person);
      const decisions = new Map(own.map(({ subjectId, version, decision }) => [`${subjectId} ${version}`, decision]));
      return ({ subjectId, version }) => {
        const content = decisions.get(`${subjectId} ${String(version)}`) ?? null;
        return { subject: content && (subjects.get(subjectId) ?? null), content };
      };
    },
  };
}

/** Filter: groups in which the person may publish now. */
async function groupsPublishedInBy(em: Em, person: string): Promise<FilterQuery<Group>> {
  const editing = await townsOf(em, person, ['EDITOR', 'ADMIN']);
  const working = await townsOf(em, person);
  const asStaff: FilterQuery<Group> = {
    $and: [
      { $or: [{ municipality: { $in: editing } }, { municipality: { $in: working }, publishPolicy: 'STAFF' }] },
      groupsReadByStaff(person),
    ],
  };
  return { $or: [{ memberships: { $some: { person, isPublisher: true } } }, asStaff] };
}

async function townsOf(em: Em, person: string, roles?: ('EDITOR' | 'ADMIN')[]): Promise<string[]> {
  const found = await em.find(Role, { person, ...(roles && { role: { $in: roles } }) });
  return found.flatMap(({ municipality }) => municipality?.id ?? []);
}

async function findSubjects(
  kind: ReviewedKind,
  em: Em,
  messages: readonly StoredMessage[],
  where: InGroups,
): Promise<Map<string, object>> {
  const ids = [...new Set(messages.map(({ subjectId }) => subjectId))];
  return new Map((await kind.find(em, ids, where)).map((subject) => [subject.id, subject]));
}

/** Text for a device, whose locked screen others read: it does not quote what is not published. */
function writeRequest(kind: ReviewedKind, { message, recipient: { locale } }: Letter): PushContent {
  return { ...textsIn(kind.texts, locale).pushes.reviewRequested, page: kind.reviewPage(message.subjectId) };
}

async function writeRequestMail(kind: ReviewedKind, ctx: Context, letter: Letter): Promise<MailContent> {
  const { message, town, recipient } = letter;
  const title = await kind.titleOf(ctx.em, message.subjectId);
  if (title === null) throw new NoLongerWanted();
  const link = pageUrl(ctx, town.ags, kind.reviewPage(message.subjectId));
  return {
    text: textsIn(kind.texts, recipient.locale).mails.reviewRequested,
    values: { town: town.name, title, link },
  };
}

async function writeDecision(kind: ReviewedKind, { em }: Context, letter: Letter): Promise<PushContent> {
  const { message, recipient } = letter;
  const { key } = await readDecided(kind, em, message);
  return { ...textsIn(kind.texts, recipient.locale).pushes[key], page: kind.page(message.subjectId) };
}

async function writeDecisionMail(kind: ReviewedKind, ctx: Context, letter: Letter): Promise<MailContent> {
  const { message, town, recipient } = letter;
  const { key, reason } = await readDecided(kind, ctx.em, message);
  const title = await kind.titleOf(ctx.em, message.subjectId);
  if (title === null) throw new NoLongerWanted();
  const link = pageUrl(ctx, town.ags, kind.page(message.subjectId));
  return { text: textsIn(kind.texts, recipient.locale).mails[key], values: { town: town.name, title, reason, link } };
}

async function readDecided(kind: ReviewedKind, em: Em, { subjectId, version }: StoredMessage) {
  const decision = await kind.findDecision(em, subjectId, version ?? 0);
  if (decision === null) throw new NoLongerWanted();
  const key = decision.outcome === 'RETURNED' ? 'reviewReturned' : 'reviewApproved';
  return { key, reason: decision.reason ?? '' } as const;
}
