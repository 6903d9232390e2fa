/** Contribution of a domain, or of a part of it, to the audit trail of a town. */
export interface AuditContribution {
  /** Topics by which the trail can be filtered, with their descriptions; values of the GraphQL enum AuditTopic. */
  readonly topics?: Readonly<Record<string, string>>;
  /** Sentences of the trail about the domain's events. */
  readonly sentences: readonly AuditSentence[];
  /** Events that must not appear in the trail, such as votes, sign-ins and reading. */
  readonly notAudited?: readonly AuditedEvent[];
  /** Kinds of objects that sentences name. */
  readonly subjects?: readonly AuditSubject[];
  /** Details that some sentences name beside their subject. */
  readonly details?: AuditDetails;
  /**
   * SQL condition over the row `event` of domain_event: true if a citizen acted as a citizen. The trail never names
   * this person, even if the citizen works in the town hall.
   */
  readonly isCitizenActSql?: (event: string) => string;
}

export interface AuditSentence {
  /** Value of the GraphQL enum AuditKind. */
  readonly kind: string;
  /** A topic of this or of another domain. */
  readonly topic: string;
  readonly event: AuditedEvent;
  /** Description of the enum value. */
  readonly description: string;
  /** The sentence applies only to events with this fact, because one kind of event can become several sentences. */
  readonly when?: readonly [fact: string, value: boolean | string];
  /** True: listed only if somebody else acted, because the groups that a person joins are private. */
  readonly isOwnBusiness?: boolean;
  /** Name of the fact that holds the status of the issue after the event. */
  readonly status?: string;
}

/** Object that a sentence names. */
export interface AuditSubject {
  /** Value of the GraphQL enum AuditSubjectKind. */
  readonly kind: string;
  /** Description of the enum value. */
  readonly description: string;
  /** Name of the GraphQL type whose global id the object has. */
  readonly type: string;
  /**
   * SQL SELECT of (id, name) of the object of the row `event` of domain_event; no row if the event concerns no such
   * object. The name is null if the person with the id `viewer`, an admin of the town, may not read the object.
   */
  readonly sql: (event: string, viewer: string) => string;
}

/** SQL SELECT of (reason, until) of the row `event` of domain_event: at most one row. */
type AuditDetails = (event: string) => string;

interface AuditedEvent {
  readonly type: string;
}

/** Audit contributions of all domains of a product. */
export interface AuditRegistry {
  readonly topics: Readonly<Record<string, string>>;
  readonly sentences: readonly AuditSentence[];
  readonly notAudited: ReadonlySet<string>;
  readonly subjects: readonly AuditSubject[];
  readonly details: readonly AuditDetails[];
  readonly isCitizenActSql: (event: string) => string;
}

/** Joins the contributions. Throws if a sentence names a topic that no domain contributes. */
export function composeAudit(contributions: readonly AuditContribution[]): AuditRegistry {
  const topics = Object.fromEntries(contributions.flatMap((one) => Object.entries(one.topics ?? {})));
  const sentences = contributions.flatMap((one) => one.sentences);
  for (const { kind, topic } of sentences) {
    if (topic in topics) continue;
    throw new Error(
      `The audit sentence ${kind} has the topic ${topic}: add ${topic} to \`topics\` of a domain's audit.`,
    );
  }
  const acts = contributions.flatMap(({ isCitizenActSql }) => isCitizenActSql ?? []);
  return {
    topics,
    sentences,
    notAudited: new Set(contributions.flatMap(({ notAudited = [] }) => notAudited.map(({ type }) => type))),
    subjects: contributions.flatMap(({ subjects = [] }) => subjects),
    details: contributions.flatMap(({ details }) => details ?? []),
    isCitizenActSql: (event) => (acts.length === 0 ? 'false' : `(${acts.map((act) => act(event)).join(' or ')})`),
  };
}

/** One sentence for each event that is neither audited nor declared as not audited, or that is both; empty if none. */
export function findUndecidedEvents({ sentences, notAudited }: AuditRegistry, types: readonly string[]): string[] {
  const audited = new Set(sentences.map(({ event }) => event.type));
  return types.flatMap((type) => {
    const [domain = ''] = type.split('.');
    const file = `server/${domain}/${domain}.audit.ts`;
    if (audited.has(type) && notAudited.has(type)) {
      return [`The event ${type} is audited and declared as not audited: remove it from one of the lists in ${file}.`];
    }
    if (audited.has(type) || notAudited.has(type)) return [];
    return [`The event ${type} has no audit sentence: add it to \`sentences\` or \`notAudited\` in ${file}.`];
  });
}
