import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataloaderType, type MikroORM, type Options } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Area } from '../area/area.entity.ts';
import { BallotRoll, BoardBallot, Booth, InboxBallot } from '../ballot/ballot.entity.ts';
import { FeedEntry } from '../feed/feed.entity.ts';
import { Group, Membership, MembershipRequest } from '../group/group.entity.ts';
import {
  Identification,
  IdentityLink,
  Passkey,
  PasskeyChallenge,
  Person,
  Role,
  Session,
  SignIn,
} from '../identity/identity.entity.ts';
import { CouncilTask, Idea, IdeaSupport, IdeaThreshold } from '../idea/idea.entity.ts';
import { OfficeCalendar } from '../hours/hours.entity.ts';
import { IssueCategory } from '../issue/category/issue.category.entity.ts';
import { IssueClock, IssueTarget } from '../issue/clock/issue.clock.entity.ts';
import { IssueComment, IssueThread } from '../issue/comment/issue.comment.entity.ts';
import { IssueFollower } from '../issue/follow/issue.follow.entity.ts';
import { IssueMerge } from '../issue/follow/issue.merge.entity.ts';
import { CategoryEmergency, IssueAnswer, IssueQuestion } from '../issue/category/issue.question.entity.ts';
import { Issue, IssueCounter, IssueMove } from '../issue/issue.entity.ts';
import { IssueFlagging } from '../issue/settings/issue.flag.entity.ts';
import { IssueSettings } from '../issue/settings/issue.settings.entity.ts';
import { IssueSurvey } from '../issue/survey/issue.survey.entity.ts';
import { IssueTemplate } from '../issue/comment/issue.template.entity.ts';
import { IssuePhoto } from '../issue/photo/issue.photo.entity.ts';
import { IssueConsent } from '../issue/routing/issue.consent.entity.ts';
import { IssueIntake } from '../issue/report/issue.intake.entity.ts';
import { IssueForward, IssueReroute } from '../issue/routing/issue.reroute.entity.ts';
import { DeskDeputy, FallbackDesk, IssueRoute } from '../issue/routing/issue.routing.entity.ts';
import type { Config } from '../kernel/config.ts';
import { DomainEventRow } from '../kernel/events.ts';
import { IdempotencyKey } from '../kernel/idempotency.ts';
import { Installation } from '../kernel/installation.ts';
import { TopicLog, TopicVersion } from '../kernel/live/version.ts';
import { LegalPages } from '../municipality/municipality.law.entity.ts';
import { Photo } from '../media/media.entity.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';
import { Delivery, Message, Preference } from '../notification/notification.entity.ts';
import { Ballot, Elector, Participation, Poll, PollOption, Question } from '../poll/poll.entity.ts';
import { TextAnswer } from '../poll/poll.answers.entity.ts';
import { PollOutcome } from '../poll/poll.outcome.entity.ts';
import { EmbedSettings } from '../opendata/opendata.entity.ts';
import { Handover, Open311Server } from '../open311/open311.outgoing.entity.ts';
import { PartnerKey } from '../partner/partner.entity.ts';
import { Post, PostRevision } from '../post/post.entity.ts';
import { LetterBatch, LetterRequest, ResidenceLetter, ResidenceProof } from '../residence/residence.entity.ts';
import { migrations } from './migrations/index.ts';

const kernel = [Installation, IdempotencyKey, DomainEventRow, TopicVersion, TopicLog];
const people = [
  Municipality,
  LegalPages,
  OfficeCalendar,
  Desk,
  Area,
  Person,
  Role,
  Session,
  SignIn,
  IdentityLink,
  Identification,
  Passkey,
  PasskeyChallenge,
  Photo,
];
const residences = [ResidenceProof, LetterRequest, LetterBatch, ResidenceLetter];
const groups = [Group, Membership, MembershipRequest];
const posts = [Post, PostRevision];
const partners = [EmbedSettings, PartnerKey, Open311Server, Handover];
const issues = [
  ...[IssueCategory, IssueCounter, Issue, IssueMove, IssuePhoto, IssueFollower, IssueMerge],
  ...[IssueRoute, DeskDeputy, FallbackDesk, IssueReroute, IssueForward, IssueConsent, IssueIntake],
  ...[IssueComment, IssueThread, IssueTemplate],
  ...[IssueSettings, IssueFlagging, IssueSurvey],
  ...[IssueTarget, IssueClock],
  ...[CategoryEmergency, IssueQuestion, IssueAnswer],
];
const notifications = [Message, Delivery, Preference];
const ideas = [Idea, IdeaSupport, CouncilTask, IdeaThreshold];
const polls = [Poll, Question, PollOption, Elector, Participation, Ballot, TextAnswer, PollOutcome];
const secretBallots = [BallotRoll, Booth, InboxBallot, BoardBallot];

export const ormOptions = {
  entities: [
    ...[...kernel, ...people, ...residences, ...groups, ...posts, ...polls, ...ideas, ...secretBallots],
    ...[...issues, FeedEntry, ...notifications, ...partners],
  ],
  dataloader: DataloaderType.NONE,
  extensions: [Migrator],
  logger: () => undefined, // migrations are told by their caller; queries are never logged
  migrations: { migrationsList: migrations, snapshot: false, tableName: 'migration' },
} satisfies Partial<Options>;

/**
 * PostgreSQL when configured, otherwise PGlite below the data folder (`memory://` keeps nothing). `pgliteOptions` go to
 * PGlite as they are, for example a dump to start from.
 */
export async function openDatabase(config: Config, pgliteOptions: object = {}): Promise<MikroORM> {
  if (config.databaseUrl !== undefined) {
    const { MikroORM } = await import('@mikro-orm/postgresql');
    const orm = await MikroORM.init({
      ...ormOptions,
      clientUrl: config.databaseUrl,
      ensureDatabase: false,
      pool: { min: 0, max: 10 },
    });
    await orm.em.fork().execute('select 1'); // before the migrator, which would make a database of a mistyped name
    return orm as unknown as MikroORM;
  }
  const { MikroORM } = await import('@mikro-orm/pglite');
  const orm = await MikroORM.init({
    ...ormOptions,
    dbName: pgliteFolder(config.dataDir),
    driverOptions: () => pgliteOptions,
  });
  return orm as unknown as MikroORM;
}

export function entityManager(orm: MikroORM): SqlEntityManager {
  return orm.em as SqlEntityManager;
}

function pgliteFolder(dataDir: string): string {
  if (dataDir.startsWith('memory:')) return dataDir;
  mkdirSync(dataDir, { recursive: true });
  return join(dataDir, 'pglite');
}
