import type { Patch } from './harness/build.ts';
import type { SuiteScenario } from './harness/scenario.ts';

/**
 * Suites that test every kind of actor on every path: green on the product as it is, red when one filter is removed.
 */
export const tenants = suiteScenario({
  name: 'tenants',
  promise: 'every way in × 7 kinds of actors × own and other town: nothing but what the table says',
  files: ['server/sweeps/policy.rows.test.ts'],
  rows: 'issueBoard',
  title: 'whoever asks sees the board of a town',
  patches: [
    {
      file: 'server/issue/board/issue.board.service.ts',
      find: 'authorize(canSeeBoard(ctx.actor, municipalityId));',
      replace: 'if (canSeeBoard === undefined) authorize(canSeeBoard);',
    },
  ],
});

export const hiddenResults = suiteScenario({
  name: 'hidden',
  promise: 'results that are hidden × rules × actors × query, subscription, node, feed, mail: 0 leaks',
  files: ['server/sweeps/hidden.test.ts'],
  rows: 'AFTER_CLOSE',
  title: 'results that wait for the close are shown while the poll is open',
  patches: [
    {
      file: 'server/poll/poll.visibility.rules.ts',
      find: `if (resultsVisibility === 'AFTER_CLOSE') return 'AFTER_CLOSE';`,
      replace: '',
    },
  ],
});

export const unconfirmedResults = suiteScenario({
  name: 'unconfirmed',
  promise: 'counted results that nobody has confirmed yet × actors × every path, the board included: 0 leaks',
  files: ['server/sweeps/hidden.test.ts'],
  rows: 'CONFIRM',
  title: 'results that wait to be confirmed are shown at the close',
  patches: [
    {
      file: 'server/poll/poll.visibility.rules.ts',
      find: "return isToConfirm(facts) && audience !== 'confirmer' ? 'AFTER_CONFIRMATION' : undefined;",
      replace: 'return undefined;',
    },
  ],
});

export const steps = suiteScenario({
  name: 'steps',
  promise: 'two clerks act on the same state of a report: the second gets CONFLICT and the reporter one mail',
  files: ['server/issue/issue.steps.test.ts'],
  title: 'answers and decisions are accepted whatever happened since the clerk has read the report',
  patches: [
    {
      file: 'server/issue/issue.service.ts',
      find: 'if (version != null && issue.version !== version) throw new MovedMeanwhile();',
      replace: '',
    },
    {
      file: 'server/issue/issue.service.ts',
      find: 'if ((await tx.em.count(IssueComment, newer)) > 0) throw new MovedMeanwhile();',
      replace: 'void newer;',
    },
  ],
});

export const notes = suiteScenario({
  name: 'notes',
  promise: 'answers, questions and notes on a report × who looks × question, stream, inbox, mail: 0 leaks',
  files: ['server/issue/comment/issue.comment.leak.test.ts'],
  title: 'notes of the town hall are read like its answers',
  patches: [
    {
      file: 'server/issue/comment/issue.comment.rules.ts',
      find: "return reach === 'PRIVATE' ? concerns(audience) : audience === 'staff';",
      replace: 'return true;',
    },
  ],
});

export const followers = suiteScenario({
  name: 'followers',
  promise: 'who follows a report × question, stream, inbox, mail: what everybody may read, and nothing else',
  files: ['server/issue/comment/issue.comment.leak.test.ts'],
  title: 'followers are told whatever its reporter is told',
  patches: [
    {
      file: 'server/issue/message/issue.followed.messages.ts',
      find: "if (by !== 'STAFF' || reach !== 'PUBLIC' || !tellReporter",
      replace: "if (by !== 'STAFF' || !tellReporter",
    },
    {
      file: 'server/issue/message/issue.followed.letters.service.ts',
      find: "{ issue, number, by: 'STAFF', reach: 'PUBLIC' }",
      replace: "{ issue, number, by: 'STAFF' }",
    },
  ],
});

export const outsiders = suiteScenario({
  name: 'outsiders',
  promise:
    'a closed group × who is not or no longer its member, whatever the role × question, node, feed, stream, file, write, mail: nothing is told',
  files: ['server/closedGroup.test.ts'],
  title: 'what a closed group publishes is read like an open one’s, and every role in the town hall opens it',
  patches: [
    {
      file: 'server/group/group.rules.ts',
      find: "return joinPolicy === 'OPEN' ? 'PUBLIC' : undefined;",
      replace: "return 'PUBLIC';",
    },
    {
      file: 'server/group/group.rules.ts',
      find: "if (joinPolicy !== 'CLOSED' && isStaff(actor, municipalityId)) return 'INSIDE';",
      replace: "if (isStaff(actor, municipalityId)) return 'INSIDE';",
    },
  ],
});

export const secrecy = suiteScenario({
  name: 'secrecy',
  promise:
    'somebody with a dump after every request, the log and the dump after the count × every way to pair voters and ballots: links by chance only',
  files: ['server/ballot/ballot.secrecy.test.ts'],
  title: 'the place of a ballot in the ballot box is the hash of its key, which stands on the board',
  patches: [
    {
      file: 'server/ballot/ballot.encryption.rules.ts',
      find: "return createHmac('sha256', slotSecret).update(Buffer.from(key, 'base64url')).digest('base64url');",
      replace: `const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex');`,
    },
  ],
});

export const identities = suiteScenario({
  name: 'identities',
  promise: 'answers of an identity service that are not genuine, used before or somebody else’s: accepted 0',
  files: ['server/identity/identity.oidc.test.ts'],
  title: 'a token counts whoever signed it',
  patches: [
    { file: 'server/identity/identity.oidc.ts', find: '[oidc.enableNonRepudiationChecks, ...', replace: '[...' },
  ],
});

export const passkeys = suiteScenario({
  name: 'passkeys',
  promise: 'answers of devices that are not genuine, copied, late or of another page: accepted 0',
  files: ['server/identity/identity.passkey.test.ts'],
  title: 'a passkey opens a session without anybody at the device',
  patches: [
    {
      file: 'server/identity/identity.passkey.session.ts',
      find: 'requireUserVerification: true',
      replace: 'requireUserVerification: false',
    },
  ],
});

export const proofs = suiteScenario({
  name: 'proofs',
  promise: 'proofs of work that were used, are late, of another act or address, or forged: accepted 0, written 0',
  files: ['server/door.test.ts'],
  title: 'a proof is not compared with its challenge, and counts again and again',
  patches: [
    {
      file: 'server/kernel/proof.ts',
      find: 'return verified && (await ctx.limits.trySpend(usedRate, challenge.signature));',
      replace: 'return verified !== undefined;',
    },
  ],
});

export const bounces = suiteScenario({
  name: 'bounces',
  promise: 'bounces that are forged, late, doubled or contradicting × deliveries and addresses: changed wrongly 0',
  files: ['server/notification/bounce/notification.bounce.test.ts'],
  title: 'the last receipt decides, and a late one suppresses an address that its owner has proved since',
  patches: [
    {
      file: 'server/notification/receipt/notification.receipt.service.ts',
      find: "const isOpen = delivery.state === 'SENT' || delivery.state === 'UNKNOWN';",
      replace: 'const isOpen = delivery !== null;',
    },
    {
      file: 'server/notification/bounce/notification.bounce.service.ts',
      find: 'if (sentAt !== null && sentAt.getTime() < verifiedMs) return;',
      replace: 'void sentAt;',
    },
  ],
});

export const day = suiteScenario({
  name: 'day',
  promise:
    '500 reports at real places, 12 desks, 4 colleagues at once: each on its desk, conflicts by name, clocks right',
  files: ['server/issue/issue.day.test.ts'],
  title: 'a report goes where its category says, whatever road it lies on',
  patches: [
    {
      file: 'server/issue/routing/issue.routing.rules.ts',
      find: "if (isMoreExact) return { ...staffed(town, route.desk.id), reason: 'ROUTE', route };",
      replace: '',
    },
  ],
});

export const events = suiteScenario({
  name: 'events',
  promise:
    'events and posts, published, as drafts and in review × policies of groups × actors × every door: leaks 0; the headers of a PDF',
  files: ['server/calendar/calendar.access.test.ts'],
  title: 'whoever reads the group reads its drafts',
  patches: [
    {
      file: 'server/calendar/calendar.rules.ts',
      find: 'const rule = isShown(event) ? canReadGroup : canPublishIn;',
      replace: 'const rule = canReadGroup ?? canPublishIn;',
    },
  ],
});

export const materialChanges = suiteScenario({
  name: 'material',
  promise: 'answers × quiet hours × changes of a date: who gets which message when; outsiders 0',
  files: ['server/calendar/calendar.material.test.ts'],
  title: 'people who do not come hear of a change as well',
  patches: [
    {
      file: 'server/calendar/calendar.attending.service.ts',
      find: "\n    and t.answer in ('YES', 'MAYBE')`;",
      replace: '`;',
    },
  ],
});

interface Suite {
  readonly name: string;
  readonly promise: string;
  readonly files: readonly string[];
  readonly rows?: string;
  readonly title: string;
  readonly patches: readonly Patch[];
}

function suiteScenario({ title, patches, ...scenario }: Suite): SuiteScenario {
  return { ...scenario, control: { title, patches } };
}
