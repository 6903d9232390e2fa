import assert from 'node:assert/strict';
import { isLive } from './harness/feedPage.ts';
import { noteFigures } from './harness/figures.ts';
import { measurePaint, type Paint } from './harness/paint.ts';
import { createPoll } from './harness/polls.ts';
import { pollPath } from './harness/pollPage.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';

// A recorded trace takes pictures of the page in the page's own thread, in tasks of up to half a second.
test.use({ trace: 'off' });

/**
 * Maximum transferred kB before a new visitor reads the town's feed. The script includes what follows the warnings of the
 * town: who opens a page during a warning sees it at once.
 */
const ceilings = { script: 190, style: 20, font: 30 };
type Kind = keyof typeof ceilings;
type Weights = Readonly<Record<Kind, number>>;

test('on a first visit the feed stands before a phone has loaded more than the ceilings', async ({ stage }) => {
  const weights = await weigh(stage);
  assert.deepEqual(listTooHeavy(weights), [], `over the ceiling: ${JSON.stringify(weights)}`);
  const control = await weigh(stage, 'identity');
  assert.deepEqual(listTooHeavy(control), ['script', 'style'], 'files that nobody packed are noticed');
  noteFigures({
    ...Object.fromEntries(Object.entries(weights).map(([kind, kB]) => [kind, `${kB.toFixed(1)} kB`])),
    'script not packed (control)': `${control.script.toFixed(1)} kB`,
  });
});

/** Pages that strangers open first, with an element that the app draws there. */
const firstPages = async (stage: Stage) => {
  const { path } = stage.town;
  const poll = await createPoll(stage, 'Soll der Brunnen im Winter laufen?');
  return {
    chooser: { path: '/', ready: 'input[type="search"]' },
    home: { path, ready: 'article' },
    poll: { path: pollPath(path, poll.id), ready: 'form, table' },
    report: { path: `${path}/report`, ready: 'form' },
    map: { path: `${path}/map`, ready: '[data-list]' },
  };
};

test('on a slow phone the first pages are painted with their content, do not move and send no query twice', async ({
  stage,
}) => {
  for (const [name, { path, ready }] of Object.entries(await firstPages(stage))) {
    const paint = await measurePaint(stage, path, ready);
    noteFigures({ [name]: figuresOf(paint) });
    assert.ok(paint.shift <= 0.05, `${name} moves by ${paint.shift}`);
    // The outline of the map is not in the HTML; its subscription reads the reports again when it begins.
    assert.deepEqual(
      paint.asked.filter((query) => query !== 'TownMap' && query !== 'PublicIssues'),
      [],
      `queries of ${name} whose answers are not in its HTML`,
    );
  }
});

/** Times depend on the machine and its other work, so they are printed and not judged here. */
function figuresOf({ firstPaint, largestPaint, shift, longestTask }: Paint): string {
  const times = `first paint ${Math.round(firstPaint)} ms, largest ${Math.round(largestPaint)} ms`;
  return `${times}, shift ${shift.toFixed(3)}, longest task ${Math.round(longestTask)} ms`;
}

function listTooHeavy(weights: Weights): string[] {
  return Object.entries(ceilings).flatMap(([kind, kB]) => (weights[kind as Kind] > kB ? [kind] : []));
}

/** Transferred kB until the first entry of the feed is visible and live, as the browser counts them. */
async function weigh(stage: Stage, encoding?: string): Promise<Weights> {
  const page = await stage.open('/livez');
  const line = await page.context().newCDPSession(page);
  const kinds = new Map<string, string>();
  const weights = { script: 0, style: 0, font: 0 };
  line.on('Network.responseReceived', ({ requestId, type }) => {
    kinds.set(requestId, type === 'Stylesheet' ? 'style' : type.toLowerCase());
  });
  line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    if (kind !== undefined && kind in weights) weights[kind as Kind] += encodedDataLength / 1000;
  });
  await line.send('Network.enable');
  if (encoding) await line.send('Network.setExtraHTTPHeaders', { headers: { 'accept-encoding': encoding } });
  await page.goto(stage.town.origin + stage.town.path);
  await page.getByRole('article').first().waitFor();
  await isLive(page);
  assert.ok(
    Object.values(weights).every((kB) => kB > 1),
    `nothing was weighed: ${JSON.stringify(weights)}`,
  );
  return { ...weights };
}
