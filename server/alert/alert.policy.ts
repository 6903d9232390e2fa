import { randomUUID } from 'node:crypto';
import { idOf, readGlobalId, toGlobalId } from '../kernel/ids.ts';
import { alertInput, decide, sendDisruption, sendDrill, sendWarning } from '../testing/alerts.ts';
import { givenStaff, type Somebody } from '../testing/builders.ts';
import { type Act, edge, mutation, node } from '../testing/policy/act.ts';
import { keptFor } from '../testing/policy/kept.ts';
import type { Town } from '../testing/policy/town.ts';
import { givenStreet } from '../testing/streets.ts';
import { checkCodeOf } from './check/alert.check.rules.ts';

interface Waiting {
  readonly id: string;
  readonly contentHash: string;
  readonly incidentId: string;
}

const warnerOf = keptFor(({ app, place }) => givenStaff(app, place, 'WARNER'));

/** A new drill for everybody, which goes on. */
async function drillIn(town: Town) {
  const { incident } = await sendDrill(town.app, town.place, await warnerOf(town));
  return incident;
}
const drillOf = keptFor(drillIn);
const drillAlert = async (town: Town): Promise<string> => (await drillOf(town)).alerts[0].id;
const drillId = async (town: Town): Promise<string> => (await drillOf(town)).id;
const townWithDrill = async (town: Town): Promise<string> => {
  await drillOf(town);
  return town.id;
};

/** A new warning of another warner that waits for the second person. */
async function waitingIn(town: Town): Promise<Waiting> {
  const { incident } = await sendWarning(town.app, town.place, await warnerOf(town));
  return { ...incident.waitingAlerts[0], incidentId: incident.id };
}
const waitingOf = keptFor(waitingIn);

/** A call for help of the citizen: global ids of the answer and of its incident. */
const helpOf = keptFor(async (town) => {
  const { app, citizen } = town;
  const { id: incidentId } = await drillIn(town);
  const warner = await warnerOf(town);
  await decide(app, warner, 'readAcknowledgements', 'ReadAcknowledgementsInput', { incidentId });
  const answer = { incidentId, answer: 'HELP', place: `Weg ${town.mark}` };
  await decide(app, citizen, 'acknowledge', 'AcknowledgeInput', answer);
  const [row]: { id: string }[] = await app.services.em.fork().execute(
    `select a.id from acknowledgement a join incident i on i.id = a.incident_id
     where i.municipality_id = ? and a.answer = 'HELP'`,
    [town.place.municipalityId],
  );
  return { incidentId, id: toGlobalId('Acknowledgement', row?.id ?? '') };
});
const helpId = async (town: Town): Promise<string> => (await helpOf(town)).id;

/** A new warning of the person that waits for longer than two minutes; its global id. */
async function aloneOf(town: Town, who: Somebody): Promise<string> {
  const { incident } = await sendWarning(town.app, town.place, who);
  const { id } = incident.waitingAlerts[0];
  const sql = `update alert set created_at = created_at - interval '3 minutes' where id = ?`;
  await town.app.services.em.fork().execute(sql, [idOf('Alert', id)]);
  return id;
}

/** A warning that its author sent alone; global id of its alert. */
const brokenOf = keptFor(async (town) => {
  const warner = await warnerOf(town);
  const alertId = await aloneOf(town, warner);
  await decide(town.app, warner, 'breakGlass', 'BreakGlassInput', { alertId, reason: 'Niemand da.' });
  return alertId;
});

const streetOf = keptFor(async ({ app, place }) => (await givenStreet(app, place)).id);

const disruptionAlert = keptFor(async (town) => {
  const streets = [{ streetId: await streetOf(town), side: 'ALL' }];
  const { incident } = await sendDisruption(town.app, town.place, await warnerOf(town), { streets });
  return incident.alerts[0].id as string;
});

const begin = ({ id }: Town, more: object = {}) => ({
  municipalityId: id,
  template: 'flood',
  alert: alertInput(),
  acceptsNobody: true,
  idempotencyKey: randomUUID(),
  ...more,
});
const incidentOf = '{ incident { id } }';
const about = (field: string, type: string) => [`${field}(input: $input)`, type, 'incident { id }'] as const;
const watch = (field: string, argument: string, selection: string) =>
  `subscription($id: ID!) { it: ${field}(${argument}: $id) { ${selection} } }`;

export const acts: readonly Act[] = [
  node('Incident', drillId, 'anonymous'),
  node('Incident', async (town) => (await waitingOf(town)).incidentId, 'admin', 'waits'),
  node('Alert', drillAlert, 'anonymous'),
  node('Alert', async (town) => (await waitingOf(town)).id, 'admin', 'waits'),
  node('Acknowledgement', helpId, 'citizen'),
  edge('Municipality.incidents', townWithDrill, 'anonymous', '{ edges { node { id } } }'),
  edge('Municipality.alertTemplates', ({ id }) => id, 'anonymous', '{ key }'),
  edge('Incident.alerts', drillId, 'anonymous', '{ id }'),
  edge('Incident.newestAlert', drillId, 'anonymous', '{ id }'),
  edge('Alert.incident', drillAlert, 'anonymous', '{ id }'),
  edge('Alert.texts', drillAlert, 'anonymous', '{ headline }'),
  edge('Alert.streets', disruptionAlert, 'anonymous', '{ name }'),
  {
    field: 'Query.checkAlert',
    witness: 'anonymous',
    prepare: async (town) => ({
      query: 'query($id: ID!, $code: String!) { it: checkAlert(municipalityId: $id, code: $code) { sender } }',
      variables: {
        id: town.id,
        code: checkCodeOf(town.app.services.secret, readGlobalId(await drillAlert(town))?.id ?? ''),
      },
    }),
  },
  edge('Incident.waitingAlerts', async (town) => (await waitingOf(town)).incidentId, 'admin', '{ id }'),
  edge('Incident.preparedEnd', drillId, 'admin', '{ headline }', '(isFalseAlarm: false)'),
  edge('Incident.viewerAcknowledgement', async (town) => (await helpOf(town)).incidentId, 'citizen', '{ id }'),
  {
    field: 'Subscription.alerts',
    witness: 'anonymous',
    prepare: ({ id }) => ({ query: watch('alerts', 'municipalityId', 'reset'), variables: { id } }),
  },
  {
    field: 'Subscription.incident',
    witness: 'anonymous',
    prepare: async (town) => ({
      query: watch('incident', 'incidentId', incidentOf.slice(1, -1)),
      variables: { id: await drillId(town) },
    }),
  },
  {
    field: 'Subscription.acknowledgements',
    witness: 'admin',
    prepare: async (town) => ({
      query: watch('acknowledgements', 'incidentId', 'counts { seen }'),
      variables: { id: await drillId(town) },
    }),
  },
  mutation('sendWarning', 'admin', about('sendWarning', 'SendWarningInput!'), (town) =>
    begin(town, { placeName: town.mark }),
  ),
  mutation('sendDrill', 'admin', about('sendDrill', 'SendDrillInput!'), (town) => begin(town, { audience: 'STAFF' })),
  mutation('sendDisruption', 'admin', about('sendDisruption', 'SendDisruptionInput!'), async (town) => {
    const streets = [{ streetId: await streetOf(town), side: 'ALL' }];
    const slots = ['STREET', 'TIME'].map((name) => ({ name, value: '14 Uhr' }));
    return begin(town, { template: 'water', alert: alertInput({ streets, slots }) });
  }),
  mutation('updateIncident', 'admin', about('updateIncident', 'UpdateIncidentInput!'), async (town) => ({
    incidentId: await drillId(town),
    alert: alertInput(),
    isCorrection: false,
    idempotencyKey: randomUUID(),
  })),
  mutation('endIncident', 'admin', about('endIncident', 'EndIncidentInput!'), async (town) => ({
    incidentId: (await drillIn(town)).id,
    isFalseAlarm: false,
    slots: [{ name: 'PLACE', value: 'Altstadt' }],
    idempotencyKey: randomUUID(),
  })),
  mutation('approveAlert', 'admin', about('approveAlert', 'ApproveAlertInput!'), async (town) => {
    const { id: alertId, contentHash } = await waitingIn(town);
    return { alertId, contentHash };
  }),
  mutation('refuseAlert', 'admin', about('refuseAlert', 'RefuseAlertInput!'), async (town) => ({
    alertId: (await waitingIn(town)).id,
    reason: 'Falscher Ort.',
  })),
  mutation('breakGlass', 'nobody', about('breakGlass', 'BreakGlassInput!'), async (town) => ({
    alertId: await aloneOf(town, town.admin),
    reason: 'Niemand da.',
  })),
  mutation('reviewAlert', 'admin', about('reviewAlert', 'ReviewAlertInput!'), async (town) => ({
    alertId: await brokenOf(town),
  })),
  mutation('acknowledge', 'citizen', about('acknowledge', 'AcknowledgeInput!'), async (town) => ({
    incidentId: await drillId(town),
    answer: 'SEEN',
    device: 'a secret of a device',
  })),
  mutation(
    'readAcknowledgements',
    'admin',
    about('readAcknowledgements', 'ReadAcknowledgementsInput!'),
    async (town) => ({ incidentId: await drillId(town) }),
  ),
  mutation(
    'takeHelp',
    'admin',
    ['takeHelp(input: $input)', 'TakeHelpInput!', 'acknowledgement { id }'],
    async (town) => ({
      acknowledgementId: await helpId(town),
    }),
  ),
];
