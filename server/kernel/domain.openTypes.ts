import type { AuditRegistry } from './audit.ts';
import type { Channel, Context, MessageContribution } from './context.ts';
import type { OpenTypes } from './enum.ts';
import type { FeedContribution } from './feed.ts';
import type { InterestContribution } from './letter.ts';
import type { Named } from './names.ts';
import type { TodayContribution } from './today.ts';

interface Described {
  readonly audit: AuditRegistry;
  readonly feeds: readonly FeedContribution[];
  readonly today: readonly TodayContribution<Context>[];
  readonly messages: readonly MessageContribution[];
  readonly retention: { readonly kinds: readonly { readonly kind: string; readonly description: string }[] };
  readonly channels: readonly Channel[];
  readonly interests: readonly InterestContribution[];
  readonly modules: readonly Named<string>[];
  readonly roles: readonly Named<string>[];
  readonly scopes: readonly Named<string>[];
  readonly userErrors: readonly Named<string>[];
}

/** Values and members of the open types that the domains contribute, by name of the GraphQL type. */
export function openTypesOf({
  audit,
  feeds,
  today,
  messages,
  retention,
  channels,
  interests,
  modules,
  roles,
  scopes,
  userErrors,
}: Described): OpenTypes {
  const readers = [...new Set(messages.map(({ inbox }) => inbox))];
  return {
    enums: {
      AuditTopic: audit.topics,
      AuditKind: describe(audit.sentences),
      AuditSubjectKind: describe(audit.subjects),
      FeedKind: describe(feeds),
      TodayKind: describe(today),
      MessageKind: describe(messages),
      RetentionKind: describe(retention.kinds),
      Channel: describeNames(channels),
      Interest: describeNames(interests),
      Module: describeNames(modules),
      RoleKind: describeNames(roles),
      Scope: describeNames(scopes),
      UserErrorCode: describeNames(userErrors),
    },
    unions: {
      FeedSubject: feeds.map(({ type }) => type),
      TodaySubject: [...new Set(today.map(({ type }) => type))],
      InboxSubject: [...new Set(readers.flatMap(({ subjectTypes }) => subjectTypes))],
      InboxContent: [...new Set(readers.flatMap(({ contentTypes = [] }) => contentTypes))],
    },
  };
}

function describe(values: readonly { readonly kind: string; readonly description: string }[]): Record<string, string> {
  return Object.fromEntries(values.map(({ kind, description }) => [kind, description]));
}

function describeNames(values: readonly Named<string>[]): Record<string, string> {
  return Object.fromEntries(values.map(({ name, description }) => [name, description]));
}
