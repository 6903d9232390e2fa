import { askData, type Client } from './harness/http.ts';
import type { Letter } from './harness/mail.ts';
import { uuidOf } from './harness/polls.ts';
import { startProduct } from './harness/product.ts';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage, Town } from './harness/stage.ts';
import { becomesTrue } from './harness/waiting.ts';
import { killAt } from './delivery/kills.ts';
import { type Moment, openMailTarget } from './delivery/mailTarget.ts';

/** People of the town hall who get the emergency message. */
const recipients = 24;
/** Number of letters of one job that are begun and not stored, and therefore the most that a kill repeats. */
const slots = 12;
/** Checks that one admin may send in an hour. */
const perAdmin = 3;
/** Moments of the kills: after the commit, then at one of the letters. */
const moments: readonly ('committed' | Moment)[] = ['committed', 'recipient', 'letter', 'answered'];

export const emergency: StagedScenario = {
  name: 'emergency',
  promise: 'kill -9 between the commit of an emergency message and its letters: lost 0, repeats at most kills x slots',
  control: {
    title: 'a job that continues after a kill does not take again what it had taken',
    patches: [
      {
        file: 'server/notification/sending/notification.claim.service.ts',
        find: "where claim = ? and state = 'SENDING'\n)",
        replace: "where claim = ? and state = 'SENDING' and attempts = 0\n)",
      },
    ],
  },
  attempt: killDuringEmergency,
};

async function killDuringEmergency(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const kills = stage.isShort || isControl ? 3 : 20;
  const { database, ...copy } = await stage.copyTown();
  const mailTarget = await openMailTarget();
  const settings = { ...copy, SMTP_URL: mailTarget.url };
  const admins = await fillTownHall(stage, database);
  let server = await startProduct(folder, settings);
  const problems = new Problems();
  for (let round = 0; round < kills; round++) {
    const moment = moments[(round + (isControl ? 1 : 0)) % moments.length] ?? 'committed';
    const admin = admins[Math.floor(round / perAdmin)]!;
    if (moment === 'committed') {
      await raise(server.port, admin, stage.town);
      await server.kill();
    } else {
      const killed = killAt(mailTarget, server, moment, 2 + ((5 * round) % 17));
      await raise(server.port, admin, stage.town);
      problems.require(await killed, 'the moment for the kill did not come');
    }
    server = await startProduct(folder, settings);
  }
  const isDone = async (): Promise<boolean> =>
    (await expectedIds(stage, database, "in ('PENDING', 'SENDING')")).size === 0;
  const isWritten = async (): Promise<boolean> =>
    (await expectedIds(stage, database, 'is not null')).size >= kills * recipients && (await isDone());
  problems.require(await becomesTrue(isWritten, isControl ? 45_000 : 120_000, 250), 'letters are still under way');
  const expected = await expectedIds(stage, database, 'is not null');
  await server.stop();

  const { lost, repeats, strange } = account(mailTarget.letters, expected);
  problems.equal('letters lost', lost + kills * recipients - expected.size, 0);
  problems.equal('letters that belong to no delivery', strange, 0);
  problems.require(repeats <= kills * slots, `${repeats} repeats after ${kills} kills`);
  const figures = `kills ${kills}, letters ${kills * recipients}, lost ${lost}, repeats ${repeats} (bound ${kills * slots})`;
  return { figures: { killed: figures }, problems: problems.list };
}

/** Gives people a role in the town hall, and enough of them that of an admin; returns the admins. */
async function fillTownHall({ postgres, town }: Stage, database: string): Promise<readonly Client[]> {
  const admins = town.people.slice(0, 7);
  const hall = uuidOf(town.municipalityId);
  const emails = (people: readonly { readonly email: string }[]) => `'{${people.map(({ email }) => email).join(',')}}'`;
  const staff = emails(town.people.slice(0, recipients - 1)); // the admin of the stage is one more
  await postgres.execute(
    database,
    `insert into role (id, person_id, role, municipality_id) select gen_random_uuid(), id,
       case when email = any(${emails(admins)}) then 'ADMIN' else 'EDITOR' end, '${hall}' from person where email = any(${staff});
     update session set method = 'PASSKEY' where person_id in (select id from person where email = any(${emails(admins)}));`,
  );
  return admins;
}

/** Sends an emergency message to everybody in the town hall; it is committed when this returns. */
async function raise(port: number, admin: Client, { municipalityId }: Town): Promise<void> {
  const mutation = `mutation($input: SendDeliveryCheckInput!) { sendDeliveryCheck(input: $input) { userErrors { code } } }`;
  const { sendDeliveryCheck } = await askData(port, admin, mutation, { input: { municipalityId } });
  if (sendDeliveryCheck.userErrors.length > 0) throw new Error(JSON.stringify(sendDeliveryCheck.userErrors));
}

/** Left parts of the Message-IDs of the emergency letters whose state fits. */
async function expectedIds({ postgres }: Stage, database: string, state: string): Promise<ReadonlySet<string>> {
  const rows = await postgres.rows<{ id: string }>(
    database,
    `select d.message_id || '.' || d.contact_id as id from delivery d join message m on m.id = d.message_id
     where m.kind = 'DELIVERY_CHECK' and d.channel = 'EMAIL' and d.state ${state}`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Compares the letters that arrived with the deliveries. */
function account(letters: readonly Letter[], expected: ReadonlySet<string>) {
  const counts = new Map([...expected].map((id) => [id, 0]));
  let strange = 0;
  for (const { messageId } of letters) {
    const id = messageId.replace(/^<|@.*$/g, '');
    if (counts.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
    else strange += 1;
  }
  const all = [...counts.values()];
  return {
    lost: all.filter((count) => count === 0).length,
    repeats: all.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    strange,
  };
}
