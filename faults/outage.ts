import { randomUUID } from 'node:crypto';
import { type Crowd, gatherCrowd, type Place } from './delivery/crowd.ts';
import { insertDevices, membersOf } from './delivery/devices.ts';
import { insertNumbers } from './delivery/numbers.ts';
import { type Gateway, startGateway, startPushService, templateFor } from './delivery/outside.ts';
import { askData, type Data } from './harness/http.ts';
import { globalIdOf, uuidOf } from './harness/polls.ts';
import { type Product, type Settings, startProduct } from './harness/product.ts';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { becomesTrue } from './harness/waiting.ts';

const recipients = 60;
/** Most SMS that a kill repeats: those of the 20 slots of a job, and as many whose results wait to be stored. */
const mostRepeated = 2 * 20;

export const outage: StagedScenario = {
  name: 'outage',
  promise:
    'an SMS gateway and the product are killed half-way: an outage reaches all by the substitute, a warning by SMS',
  control: {
    title: 'the start of a disruption has no substitute',
    patches: [
      {
        file: 'server/alert/alert.messages.ts',
        find: "audience: disruptionSql,\n    escalate: { step: 'SUBSTITUTE' },\n  }),\n  DISRUPTION_CHANGED",
        replace: 'audience: disruptionSql,\n  }),\n  DISRUPTION_CHANGED',
      },
    ],
  },
  attempt: outlast,
};

type Outside = Pick<Gateway, 'counts'>;

interface Scene {
  readonly stage: Stage;
  readonly place: Place;
  readonly folder: string;
  readonly settings: Settings;
  readonly gateway: Gateway;
  readonly push: Outside;
  readonly numbers: readonly string[];
  readonly paths: readonly string[];
  readonly problems: Problems;
  readonly streetId: string;
}

async function outlast(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const { scene, server: first } = await setScene(stage, folder);
  const { problems } = scene;
  const disruption = await reportOutage(scene, first, isControl);
  const told = disruption.told;
  problems.equal('people whom the outage reached', told, recipients);
  const figures = {
    outage: `${disruption.bySms} SMS before the kill, told ${told} of ${recipients}`,
    steps: disruption.steps,
  };
  if (isControl) {
    await disruption.server.stop();
    return { figures, problems: problems.list };
  }
  const warning = await warnAll(scene, disruption.server);
  await warning.server.stop();
  return {
    figures: {
      ...figures,
      'repeated pushes': disruption.repeats,
      warning: `${warning.before} SMS before the kill, ${warning.after} of ${recipients} after`,
      'repeated SMS': warning.repeats,
    },
    problems: problems.list,
  };
}

async function setScene(stage: Stage, folder: string): Promise<{ scene: Scene; server: Product }> {
  const { database, ...copy } = await stage.copyTown();
  const gateway = await startGateway();
  const push = await startPushService();
  const settings = {
    ...copy,
    PUSH_HOSTS: '127.0.0.1',
    OUTSIDE_HOSTS: [push, gateway].map(({ origin }) => new URL(origin).host).join(),
    SMS_GATEWAY: templateFor(gateway),
    DELIVERY_TIMEOUT_MS: '1500',
  };
  const server = await startProduct(folder, settings);
  const { municipalityId, admin } = stage.town;
  const place = { postgres: stage.postgres, database, port: server.port, admin, municipalityId };
  const addresses = Array.from({ length: recipients }, (_, n) => `outage${n}@one.example`);
  const crowd = await gatherCrowd(place, 'Anwohner', addresses);
  const members = await membersOf(place, crowd);
  const paths = await insertDevices(place, members, push.origin);
  const numbers = await insertNumbers(place, members, crowd);
  const streetId = randomUUID();
  await stage.postgres.execute(database, followersSql(stage, crowd, members, streetId));
  const problems = new Problems();
  return { scene: { stage, place, folder, settings, gateway, push, numbers, paths, problems, streetId }, server };
}

/** Makes the members followers of a street who chose SMS and ticked their devices as substitutes; and two warners. */
function followersSql({ town }: Stage, { groupId }: Crowd, members: readonly string[], streetId: string): string {
  const hall = uuidOf(town.municipalityId);
  const among = `in ('${members.join("','")}')`;
  const warners = `(select id from person where email in ('${town.admin.email}', '${town.people[0]?.email ?? ''}'))`;
  return `insert into sms_settings (municipality_id, mode, budget) values ('${hall}', 'CHOSEN', 100000000);
    insert into street (id, municipality_id, name, key, district) values ('${streetId}', '${hall}', 'Ring', 'ring', '');
    insert into street_follow (street_id, recipient_id, house_suffix) select '${streetId}', id, '' from recipient where id ${among};
    insert into membership (group_id, person_id) select '${uuidOf(town.groupId)}', id from person where id ${among}
      on conflict do nothing;
    delete from membership where group_id = '${uuidOf(groupId)}';
    insert into preference (id, recipient_id, interest, channel, mode)
      select gen_random_uuid(), r.id, 'DISRUPTIONS', c.channel, c.mode from recipient r
        cross join (values ('SMS', 'NOW'), ('PUSH', 'OFF'), ('EMAIL', 'OFF')) as c (channel, mode) where r.id ${among};
    update contact set as_substitute = true, for_emergencies = false where channel = 'PUSH' and recipient_id ${among};
    insert into role (id, person_id, role, municipality_id) select gen_random_uuid(), w.id, 'WARNER', '${hall}'
      from ${warners} w;
    update session set method = 'PASSKEY', proven_at = now() where person_id in ${warners};
    update municipality set modules = modules || '{ALERTS}' where id = '${hall}' and not 'ALERTS' = any(modules);`;
}

const alertOf = (more: object): object => ({
  severity: 'SEVERE',
  urgency: 'IMMEDIATE',
  certainty: 'OBSERVED',
  slots: ['PLACE', 'TIME', 'PHONE', 'STREET'].map((name) => ({ name, value: '02224 18060' })),
  expiresAt: new Date(Date.now() + 6 * 3_600_000).toISOString(),
  ...more,
});

/** Calls a mutation whose payload has an incident; returns the incident. */
async function send(scene: Scene, port: number, name: string, input: object, who = scene.place.admin): Promise<Data> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const mutation = `mutation($input: ${type}!) { it: ${name}(input: $input) {
    incident { id waitingAlerts { id contentHash } } userErrors { code path } } }`;
  const { it } = await askData(port, who, mutation, { input });
  if (it.incident === null) throw new Error(JSON.stringify(it.userErrors));
  return it.incident;
}

/** Kills the gateway and the product as soon as a service has taken `count` messages more; returns the new product. */
async function killAfter(scene: Scene, server: Product, service: Outside, count: number, isGatewayToo: boolean) {
  const taken = (): number => [...service.counts.values()].reduce((sum, one) => sum + one, 0);
  const before = taken();
  const came = await becomesTrue(() => taken() >= before + count, 60_000, 2);
  if (isGatewayToo) await scene.gateway.door.setMood('refusing');
  await server.kill();
  scene.problems.require(came, 'the moment for the kill did not come');
  return startProduct(scene.folder, scene.settings);
}

/** Reports an outage while gateway and product are killed; five minutes later its substitutes leave, with another kill. */
async function reportOutage(scene: Scene, first: Product, isControl: boolean) {
  const { stage, place, gateway, push, numbers, paths, problems, streetId } = scene;
  const streets = [{ streetId: globalIdOf('Street', streetId), side: 'ALL' }];
  const killed = killAfter(scene, first, gateway, recipients / 3, true);
  const { id } = await send(scene, first.port, 'sendDisruption', {
    municipalityId: place.municipalityId,
    template: 'water',
    alert: alertOf({ severity: 'MINOR', streets }),
    idempotencyKey: randomUUID(),
  });
  let server = await killed;
  const bySms = gateway.counts.size;
  problems.require(bySms < recipients, 'the gateway died too late');
  const message = `(select id from message where subject_id = '${uuidOf(id)}' and kind = 'DISRUPTION_STARTED')`;
  const hasTried = `select 1 from delivery where message_id = ${message} and channel = 'SMS' and failure is not null limit 1`;
  const wasTried = await becomesTrue(async () => (await rowsOf(scene, hasTried)).length > 0, 60_000, 200);
  problems.require(wasTried, 'no SMS failed while the gateway was dead');
  const crashed = isControl ? undefined : killAfter(scene, server, push, 5, false);
  await pass(scene, message, 5.1);
  if (crashed !== undefined) server = await crashed;

  const told = (): number =>
    numbers.filter((to, n) => gateway.counts.has(to) || push.counts.has(paths[n] ?? '')).length;
  await becomesTrue(() => told() === recipients, isControl ? 5000 : 60_000, 200);
  const [row] = await rowsOf<{ id: string; steps: number; unreached: number }>(
    scene,
    `select m.id, (select count(*)::int from escalation where message_id = m.id) as steps from message m where m.id = ${message}`,
  );
  const report = `query($id: ID!) { delivery(messageId: $id) { progress { escalations { step because channel count } } } }`;
  const messageId = globalIdOf('DeliveryReport', row?.id ?? '');
  const { delivery } = await askData(server.port, stage.town.admin, report, { id: messageId });
  const steps = delivery.progress.escalations.map(
    (one: Data) => `${one.step} ${one.because} ${one.channel} ${one.count}`,
  );
  const repeats = [...push.counts.values()].reduce((sum, count) => sum + count - 1, 0);
  const mostOften = Math.max(0, ...push.counts.values());
  if (!isControl) {
    problems.equal('steps in the report', steps.join(), `SUBSTITUTE NOT_ACCEPTED PUSH ${row?.steps}`);
    problems.equal('steps', row?.steps, push.counts.size);
    problems.require(mostOften <= 2, `a device got its push ${mostOften} times after one kill`);
  }
  return { server, bySms, told: told(), steps: steps.join() || 'none', repeats };
}

/** Warns while gateway and product are killed; the SMS leave when the gateway is back. */
async function warnAll(scene: Scene, first: Product) {
  const { stage, place, gateway, numbers, problems } = scene;
  await reopen(scene);
  await settleSms(scene, 'DISRUPTION_STARTED');
  const earlier = new Map(gateway.counts);
  const { municipality } = await askData(first.port, place.admin, `{ municipality(ags: "07138073") { name } }`);
  const { waitingAlerts } = await send(scene, first.port, 'sendWarning', {
    municipalityId: place.municipalityId,
    placeName: municipality.name,
    template: 'flood',
    alert: alertOf({}),
    idempotencyKey: randomUUID(),
  });
  const [alert] = waitingAlerts;
  const killed = killAfter(scene, first, gateway, recipients / 3, true);
  const approval = { alertId: alert.id, contentHash: alert.contentHash };
  await send(scene, first.port, 'approveAlert', approval, stage.town.people[0]);
  const server = await killed;
  const gotOf = (to: string): number => (gateway.counts.get(to) ?? 0) - (earlier.get(to) ?? 0);
  const before = numbers.filter((to) => gotOf(to) > 0).length;
  problems.require(before < recipients, 'the gateway died too late');
  await reopen(scene);
  await settleSms(scene, 'EMERGENCY_WARNING');
  const after = numbers.filter((to) => gotOf(to) > 0).length;
  const repeats = numbers.reduce((sum, to) => sum + Math.max(0, gotOf(to) - 1), 0);
  problems.equal('people who got the SMS of the warning', after, recipients);
  problems.require(repeats <= mostRepeated, `${repeats} SMS repeated after a kill instead of at most ${mostRepeated}`);
  return { server, before, after, repeats };
}

function rowsOf<Row extends object>({ stage, place }: Scene, sql: string): Promise<Row[]> {
  return stage.postgres.rows<Row>(place.database, sql) as Promise<Row[]>;
}

/** Lets minutes pass for a message and for the jobs that look after it. */
function pass({ stage, place }: Scene, message: string, minutes: number): Promise<unknown> {
  const by = `interval '${60 * minutes} seconds'`;
  return stage.postgres.execute(
    place.database,
    `update message set at = at - ${by} where id = ${message};
     update jobs.job set start_after = start_after - ${by} where name = 'notification.substitute' and state = 'created';`,
  );
}

/** The gateway is back. */
function reopen({ gateway }: Scene): Promise<void> {
  return gateway.door.setMood('open');
}

/** Waits until no SMS of a kind is under way; the pauses after failures are skipped. */
async function settleSms(scene: Scene, kind: string): Promise<void> {
  const { stage, place, problems } = scene;
  const open = `select 1 from delivery d join message m on m.id = d.message_id
    where m.kind = '${kind}' and d.channel = 'SMS' and d.state in ('PENDING', 'SENDING', 'HELD') limit 1`;
  const written = `select 1 from delivery d join message m on m.id = d.message_id where m.kind = '${kind}' and d.channel = 'SMS' limit 1`;
  const isDone = async (): Promise<boolean> => {
    await stage.postgres.execute(
      place.database,
      `update host_pause set until = now();
       update delivery set due_at = now() where channel = 'SMS' and state = 'PENDING' and due_at > now();
       update jobs.job set start_after = now() where name like 'notification.send.SMS%' and state = 'created';`,
    );
    return (await rowsOf(scene, written)).length > 0 && (await rowsOf(scene, open)).length === 0;
  };
  problems.require(await becomesTrue(isDone, 90_000, 500), `SMS of ${kind} still wait`);
}
