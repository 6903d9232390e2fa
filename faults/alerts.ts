import type { Defect, SuiteScenario } from './harness/scenario.ts';

/** Suites about warnings, drills and disruptions. */

/** Each defect stays without effect while the constraint of the database holds. */
const approvalDefects: readonly Defect[] = [
  {
    title: 'without the constraint the rule lets no author approve',
    patch: {
      file: 'server/alert/alert.rules.ts',
      find: "if (personId(actor) === alert.author?.id) return deny('OWN_ALERT');",
      replace: "if (personId(actor) === undefined) return deny('OWN_ALERT');",
    },
  },
  {
    title: 'without the constraint the rule lets nobody approve another text',
    patch: {
      file: 'server/alert/alert.decision.service.ts',
      find: "if (alert.contentHash !== contentHash) throw refusal('APPROVED_OTHER_TEXT', 'contentHash');",
      replace: '',
    },
  },
];

export const approval: SuiteScenario = {
  name: 'approval',
  promise: 'authors who try alone, and two people who decide at once: self-approved 0, the approved text leaves once',
  files: ['server/alert/proof/alert.approval.test.ts'],
  control: {
    title: 'authors approve their own warnings, and people another text than the one that waits',
    patches: approvalDefects.map(({ patch }) => patch),
  },
  defects: approvalDefects,
};

export const secondPerson: SuiteScenario = {
  name: 'secondPerson',
  promise: 'each field of an approved warning changed alone, corrections, ends, names of people: sent by one person 0',
  files: ['server/alert/alert.secondPerson.test.ts'],
  control: {
    title: 'only a warning that begins, or whose level rises to 3 or 4, waits for a second person',
    patches: [
      {
        file: 'server/alert/alert.sending.service.ts',
        find: 'alert.needsSecondPerson = needsSecondPerson(incident, alert, novelty);',
        replace: `alert.needsSecondPerson =
    (alert.msgType === 'ALERT' || alert.raisesLevel) && needsSecondPerson(incident, alert, novelty);`,
      },
    ],
  },
};

export const burst: SuiteScenario = {
  name: 'burst',
  promise: '100 alerts in a burst arrive as 100 in the order of their commits, also over a line that drops',
  files: ['server/alert/proof/alert.burst.test.ts'],
  control: {
    title: 'the topic of alerts conflates like that of a state',
    patches: [
      {
        file: 'server/alert/alert.live.ts',
        find: "kind: 'list',\n  conflateMs: 0,",
        replace: "kind: 'state',\n  conflateMs: 100,",
      },
    ],
  },
};

export const towns: SuiteScenario = {
  name: 'towns',
  promise: '52 towns warn in the same second: each reader gets the warning of the own town, doubled 0, foreign 0',
  files: ['server/alert/proof/alert.towns.test.ts'],
  control: {
    title: 'alerts of all towns share a topic, and are read whatever their town is',
    patches: [
      {
        file: 'server/alert/alert.live.ts',
        find: 'id: (args: { readonly municipalityId: string }) => args.municipalityId,',
        replace: "id: (_args: { readonly municipalityId: string }) => 'all',",
      },
      { file: 'server/alert/alert.live.ts', find: 'municipality: municipalityId,\n        state', replace: 'state' },
    ],
  },
};

const drillDefects: readonly Defect[] = [
  {
    title: 'no message about a drill is an emergency',
    patch: {
      file: 'server/alert/alert.messages.ts',
      find: "if (status === 'EXERCISE') return",
      replace: "if (status === 'EXERCISE' && level < 4) return",
    },
  },
  {
    title: 'no feed of real alerts has an entry',
    patch: {
      file: 'server/alert/alert.cap.service.ts',
      find: "actual: { kind: 'WARNING', status: 'ACTUAL' },",
      replace: "actual: { kind: 'WARNING' },",
    },
  },
];

export const drills: SuiteScenario = {
  name: 'drills',
  promise:
    'ids of a drill × every mutation × every flag and enum: the drill stays one, on every channel and in every feed',
  files: ['server/alert/proof/alert.drillAttack.test.ts'],
  control: {
    title: 'a drill of level 4 is told like a real warning, and the feed of real warnings has drills',
    patches: drillDefects.map(({ patch }) => patch),
  },
  defects: drillDefects,
};

export const ending: SuiteScenario = {
  name: 'ending',
  promise:
    'the end of a disruption × followers who left, were erased or had it held: all who knew of it, and nobody else',
  files: ['server/alert/proof/alert.ending.test.ts'],
  control: {
    title: 'the end goes to those who follow now',
    patches: [
      {
        file: 'server/alert/alert.messages.ts',
        find: "reached: ['DISRUPTION_STARTED', 'DISRUPTION_CHANGED'],",
        replace: '',
      },
    ],
  },
};

export const night: SuiteScenario = {
  name: 'night',
  promise:
    'drill, levels 2 and 3, outage, lowering and end at night × settings: who is woken, and what waits until 7:00',
  files: ['server/alert/proof/alert.night.test.ts'],
  control: {
    title: 'a warning that is lowered or over makes as much noise at night as one that begins',
    patches: [{ file: 'server/alert/alert.messages.ts', find: 'isQuietAtNight: true,', replace: '' }],
  },
};
