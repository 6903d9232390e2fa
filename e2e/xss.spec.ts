import assert from 'node:assert/strict';
import { becomesTrue } from '../faults/harness/waiting.ts';
import { noteFigures } from './harness/figures.ts';
import { startPlantedTown } from './harness/plantedTown.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { lookEverywhere, readMails } from './xss/looking.ts';
import { arm, payloads } from './xss/payloads.ts';
import { type PlainPages, renderCarelessly, servePlainPages } from './xss/plain.ts';
import { publishPosts, spreadPayloads } from './xss/spread.ts';
import { buildTrap, findStrange, touch, type Trap } from './xss/trap.ts';

test(
  'hostile texts in every kind of text, opened on every page that shows them: nothing runs, nothing is loaded',
  { tag: '@desktop' },
  async ({ stage }) => {
    // Paths that hold a payload do not exist: the server answers 404 with the page that says so.
    stage.guard.allow(/404[^]*\/\d{8}\/%3C/);
    const trap = await buildTrap();
    const plain = await servePlainPages();
    const spread = await spreadPayloads(stage, trap.canary, stage.isShort ? 5 : 1);
    const seen = await lookEverywhere(stage, trap, spread);
    const mails = await readMails(stage, trap, plain);
    assert.deepEqual(seen.strange, [], 'what stands in pages and was brought about by a text');
    assert.equal(seen.shown.size, payloads.length, 'payloads that were seen as text');
    assert.deepEqual([...trap.fired, ...trap.called], [], 'payloads that ran or called');
    assert.deepEqual(trap.dialogs, [], 'dialogs');

    const careless = await lookCarelessly(stage, plain);
    assert.ok(careless > payloads.length / 2, `only ${careless} payloads work where nothing protects`);
    const found = await lookWithoutSanitiser(stage);
    noteFigures({
      payloads: payloads.length,
      'pages looked at': seen.pages,
      'mails looked at': mails,
      run: trap.fired.size,
      'called outside': trap.called.size,
      'strange in the page': seen.strange.length,
      'control, nothing protects: run or called': careless,
      'control, sanitiser taken out: found in the page': found.strange,
      'run behind the policy': found.fired,
    });
  },
);

/** Control: the same texts, rendered carelessly on pages without a policy; returns how many payloads run. */
async function lookCarelessly(stage: Stage, plain: PlainPages): Promise<number> {
  const trap = await buildTrap();
  const unwatched = stage.elsewhere(stage.town);
  const numbers = payloads.map((_text, n) => n);
  while (numbers.length > 0) {
    await Promise.all(numbers.splice(0, 8).map((n) => tryOne(unwatched, trap, plain, n)));
    await unwatched.end();
  }
  return new Set([...trap.fired, ...trap.called]).size;
}

async function tryOne(unwatched: Stage, trap: Trap, plain: PlainPages, n: number): Promise<void> {
  const page = await unwatched.open(plain.put(renderCarelessly(arm(n, trap.canary))), {
    device: 'phone',
    prepare: trap.set,
  });
  await touch(page).catch(() => undefined); // some payloads navigate away from the page
  await becomesTrue(() => trap.fired.has(n) || trap.called.has(n), 1500);
}

/**
 * Control: a product without its sanitiser. The content policy must still hold, and the check must find the elements.
 */
async function lookWithoutSanitiser(stage: Stage): Promise<{ strange: number; fired: number }> {
  const planted = stage.elsewhere(await startPlantedTown([withoutSanitiser]));
  const trap = await buildTrap();
  const query = 'query($ags: String!) { municipality(ags: $ags) { townGroup { id } } }';
  const { municipality } = await planted.ask(query, { ags: planted.town.ags });
  const [post] = await publishPosts(planted, trap.canary, municipality.townGroup.id, payloads.length);
  const page = await planted.open(`${planted.town.path}/posts/${post}`, { device: 'phone', prepare: trap.set });
  await page.locator('.written').first().waitFor();
  const strange = await findStrange(page);
  await touch(page);
  assert.ok(strange.length > payloads.length / 2, `only ${strange.length} were found without the sanitiser`);
  await planted.end();
  await planted.town.stop();
  return { strange: strange.length, fired: trap.fired.size };
}

const withoutSanitiser = {
  file: 'server/kernel/markdown.ts',
  find: 'return sanitizeHtml(parserFor(text).render(text), sanitizing);',
  replace: `const careless = Object.assign(new MarkdownIt({ html: true, linkify: true }), { validateLink: () => true });
  return careless.render(text);`,
};
