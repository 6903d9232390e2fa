import { say } from '../../faults/harness/report.ts';
import { createSchema } from '../../server/schema.ts';
import { createClient } from '../cost/client.ts';
import { type Dearest, dearestOf } from '../cost/dearest.ts';
import { judge, printFields } from '../cost/judgement.ts';
import { type Field, measureFields } from '../cost/measure.ts';
import { demoAgs, settleDemoTown } from '../cost/town.ts';
import { fieldsOf, type Walk, walkTown } from '../cost/walk.ts';
import type { Job } from '../job.ts';

/**
 * Maximum number of fields that cannot be asked, each listed with its reason. Most belong to types of which the demo seed has
 * no object (keys of partners, passkeys, letters).
 */
const mostUnasked = 85;
/** Number of fields that a smoke test generates operations for and measures. */
const fewFields = 20;
/** Number of fields that operations are generated for at the same time. */
const atOnce = 16;

interface Unasked {
  readonly name: string;
  readonly reason: string;
}

/**
 * Measures whether any field takes far more CPU than its points of cost say: each field that can be reached from Query, in
 * the most expensive operation that the limits allow.
 */
export const cost: Job = async (stage, { isSmoke, rounds }) => {
  const { server, admins } = await settleDemoTown(stage);
  const ask = createClient(server.port, admins);
  say('cost: looking for all objects of the town');
  const walk = await walkTown(await createSchema(), ask, new Map([['ags', [demoAgs]]]));
  say('cost: generating the operations');
  const all = fieldsOf(walk.schema);
  const step = isSmoke ? Math.ceil(all.length / fewFields) : 1;
  const { fields, unasked } = await generate(
    walk,
    all.filter((_, n) => n % step === 0),
  );
  reportUnasked(fields, unasked);
  if (unasked.length > mostUnasked) throw new Error(`more than ${mostUnasked} fields cannot be asked`);
  const measured = await measureFields(server.pid, ask, fields, rounds);
  await server.stop();
  printFields(measured);
  return judge(measured, unasked.length);
};

async function generate(
  walk: Walk,
  all: ReturnType<typeof fieldsOf>,
): Promise<{ fields: Field[]; unasked: Unasked[] }> {
  const fields: Field[] = [];
  const unasked: Unasked[] = [];
  for (let n = 0; n < all.length; n += atOnce) {
    const work = all.slice(n, n + atOnce).map(async ([type, field]) => {
      const name = `${type.name}.${field.name}`;
      const dearest: readonly Dearest[] | string = await dearestOf(walk, type, field);
      if (typeof dearest === 'string') unasked.push({ name, reason: dearest });
      else fields.push({ name, dearest });
    });
    await Promise.all(work);
  }
  return { fields, unasked };
}

function reportUnasked(fields: readonly Field[], unasked: readonly Unasked[]): void {
  say(`cost: ${fields.length} fields can be asked, ${unasked.length} cannot`);
  for (const [reason, all] of Map.groupBy(unasked, (one) => one.reason)) {
    console.log(`          ${reason}: ${all.map(({ name }) => name).join(', ')}`);
  }
}
