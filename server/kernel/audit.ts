/** What a domain, or a part of one, contributes to the audit trail of a town. */
export interface AuditContribution {
  /** Topics by which the trail can be filtered, with their descriptions; values of the GraphQL enum AuditTopic. */
  readonly topics?: Readonly<Record<string, string>>;
  /** What the trail says about the domain's events. */
  readonly sentences: readonly AuditSentence[];
  /** Events that no trail may mention: who voted when, who signs in, who reads what. */
  readonly notAudited?: readonly AuditedEvent[];
  /** Kinds of objects that sentences name. */
  readonly subjects?: readonly AuditSubject[];
  /**
   * SQL condition over the row `event` of domain_event: a citizen did this as a citizen and is never named, even if the
   * citizen works in the town hall.
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
  /** Holds only for events with this fact, because one kind of event may be several sentences. */
  readonly when?: readonly [fact: string, value: boolean | string];
  /** True: told only if somebody else did it, because which groups a person joins is that person's own business. */
  readonly isOwnBusiness?: boolean;
  /** Name of the fact that holds the status of an issue since then. */
  readonly status?: string;
}

/** An object that a sentence names. */
export interface AuditSubject {
  /** Value of the GraphQL enum AuditSubjectKind. */
  readonly kind: string;
  /** Description of the enum value. */
  readonly description: string;
  /** Name of the GraphQL type whose global id the object has. */
  readonly type: string;
  /** SELECT of (id, name) of the object that the row `event` of domain_event is about; no row: none of this kind. */
  readonly sql: (event: string) => string;
}

interface AuditedEvent {
  readonly type: string;
}

/** What all domains of a product say, for the audit trail. */
export interface AuditRegistry {
  readonly topics: Readonly<Record<string, string>>;
  readonly sentences: readonly AuditSentence[];
  readonly notAudited: ReadonlySet<string>;
  readonly subjects: readonly AuditSubject[];
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
    isCitizenActSql: (event) => (acts.length === 0 ? 'false' : `(${acts.map((act) => act(event)).join(' or ')})`),
  };
}

/** One sentence for each event that is neither audited nor declared as not audited, or is both; empty: all are decided. */
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
