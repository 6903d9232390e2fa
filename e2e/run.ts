import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { atEnd, endAll, endOnSignals } from '../faults/harness/ending.ts';
import { say } from '../faults/harness/report.ts';
import { isGreen, printTable, printVerdict, type Verdict } from './harness/printout.ts';
import type { Scenario } from './harness/scenario.ts';
import { openTheatre, setStage, type Theatre } from './harness/stage.ts';
import { startTown } from './harness/town.ts';
import { startCounty } from './harness/county.ts';
import { startIssuer } from '../server/testing/issuer.ts';
import { ballot } from './ballot.ts';
import { bigboard } from './bigboard.ts';
import { blur } from './blur.ts';
import { board } from './board.ts';
import { answer } from './answer.ts';
import { app } from './app.ts';
import { areas } from './areas.ts';
import { command } from './command.ts';
import { composer } from './composer.ts';
import { conflict } from './conflict.ts';
import { consultation } from './consultation.ts';
import { display } from './display.ts';
import { feed } from './feed.ts';
import { field } from './field.ts';
import { forward } from './forward.ts';
import { groups } from './groups.ts';
import { hidden } from './hidden.ts';
import { hush } from './hush.ts';
import { inbox } from './inbox.ts';
import { intake } from './intake.ts';
import { keyboard } from './keyboard.ts';
import { language } from './language.ts';
import { map } from './map.ts';
import { lost } from './lost.ts';
import { motion } from './motion.ts';
import { offline } from './offline.ts';
import { proof } from './proof.ts';
import { outbox } from './outbox.ts';
import { partner } from './partner.ts';
import { photo } from './photo.ts';
import { pin } from './pin.ts';
import { reconnect } from './reconnect.ts';
import { readers } from './readers.ts';
import { report } from './report.ts';
import { residence } from './residence.ts';
import { screens } from './screens/screens.ts';
import { settings } from './settings.ts';
import { signin } from './signin.ts';
import { start } from './start.ts';
import { styleguide } from './styleguide.ts';
import { tiles } from './tiles.ts';
import { translation } from './translation.ts';
import { twins } from './twins.ts';
import { vote } from './vote.ts';
import { weight } from './weight.ts';
import { wall } from './wall.ts';
import { xss } from './xss.ts';

/**
 * The browser suite: the product as `npm start` starts it, real Chromium, every wait for a state.
 * `npm run e2e`, `-- --short` (fewer rounds and looks), `-- --only <name>` (repeatable), `-- --out <folder>` (pictures).
 */
const scenarios: readonly Scenario[] = [
  start,
  weight,
  signin,
  groups,
  feed,
  inbox,
  vote,
  hidden,
  ballot,
  composer,
  proof,
  residence,
  consultation,
  hush,
  lost,
  motion,
  report,
  photo,
  twins,
  answer,
  blur,
  offline,
  map,
  tiles,
  pin,
  conflict,
  intake,
  outbox,
  forward,
  readers,
  board,
  bigboard,
  field,
  command,
  settings,
  areas,
  app,
  display,
  styleguide,
  reconnect,
  partner,
  language,
  translation,
  keyboard,
  wall,
  xss,
  screens,
];

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    out: { type: 'string' },
  },
});
const unknown = values.only.filter((name) => !scenarios.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  console.error(`no scenario ${unknown.join(', ')}; there are: ${scenarios.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

endOnSignals();
try {
  process.exitCode = await runAll(
    scenarios.filter(({ name }) => values.only.length === 0 || values.only.includes(name)),
  );
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await endAll();
}

async function runAll(chosen: readonly Scenario[]): Promise<number> {
  const started = performance.now();
  const out = values.out ?? mkdtempSync(join(tmpdir(), 'ortsfunk-screens-'));
  mkdirSync(out, { recursive: true });
  say(`starting the town and a browser${values.short ? ', short form' : ''}`);
  const issuer = await startIssuer();
  atEnd(issuer.stop);
  const county = await startCounty();
  atEnd(county.stop);
  const settings = { IDENTITY_SERVICES: JSON.stringify([issuer.service()]), OUTSIDE_HOSTS: county.host };
  const town = await startTown(undefined, settings);
  const theatre = { ...(await openTheatre(town, values.short, out)), issuer, county };
  say(`${town.origin}${town.path} is open, Chromium ${theatre.browser.version()} (${secondsSince(started)} s)`);
  const verdicts: Verdict[] = [];
  for (const scenario of chosen) {
    const verdict = await judge(theatre, scenario);
    printVerdict(verdict);
    verdicts.push(verdict);
  }
  printTable(verdicts);
  const red = verdicts.filter((verdict) => !isGreen(verdict));
  console.log(`\n${verdicts.length - red.length} of ${verdicts.length} green in ${secondsSince(started)} s`);
  return red.length === 0 ? 0 : 1;
}

async function judge(theatre: Theatre, scenario: Scenario): Promise<Verdict> {
  const started = performance.now();
  const stage = setStage(theatre);
  try {
    const figures = { ...(await scenario.play(stage)), pages: stage.guard.pages };
    return { scenario, figures, problems: stage.guard.problems, seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    for (const text of await stage.photograph(scenario.name)) say(`as it failed: ${text}`);
    say(`pictures of the pages as they failed: ${theatre.out}; the server: ${theatre.town.output().slice(-1500)}`);
    return { scenario, problems: stage.guard.problems, error, seconds: (performance.now() - started) / 1000 };
  } finally {
    await stage.end();
  }
}

function secondsSince(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}
