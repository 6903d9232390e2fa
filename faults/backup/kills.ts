import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { askData } from '../harness/http.ts';
import { launch, isReady, type Settings } from '../harness/product.ts';
import { freePort } from '../harness/ports.ts';
import { countWords, type Problems } from '../harness/scenario.ts';
import type { Started } from '../harness/processes.ts';
import { ags, type Stage } from '../harness/stage.ts';
import { becomesTrue, pause } from '../harness/waiting.ts';
import { type Installation, runCommand, startCommand } from './commands.ts';

const named = /^\d{4}-.*Z$/;

/** Kills backups at moments spread over their duration; then one must succeed and leave no remains. */
export async function killBackups(installation: Installation, kills: number, problems: Problems): Promise<string> {
  const { folder, settings, backupDir } = installation;
  const isWriting = (): boolean => readdirSync(backupDir).some((name) => !isLeft.has(name));
  let isLeft = new Set(readdirSync(backupDir));
  const backUp = (): Started => {
    isLeft = new Set(readdirSync(backupDir));
    return startCommand(folder, 'backup', [], settings);
  };
  const duration = await timeOf(backUp(), isWriting, problems);
  const words: string[] = [];
  for (let round = 0; round < kills; round++) {
    await killDuring(backUp(), isWriting, (duration * (round + 0.5)) / kills);
    for (const name of readdirSync(backupDir).filter((one) => named.test(one))) {
      const { code, output } = await runCommand(installation, 'verify', [
        join(backupDir, name),
        '--key',
        installation.keyFile,
      ]);
      problems.equal('a named backup is complete', code === 0 ? 'yes' : output.trim().slice(0, 200), 'yes');
      words.push(code === 0 ? 'complete' : 'incomplete');
    }
  }
  const last = await runCommand(installation, 'backup');
  problems.equal('the backup after all kills', last.code === 0 ? 'made' : last.output.slice(0, 300), 'made');
  problems.equal('remains of killed backups', readdirSync(backupDir).filter((name) => name.startsWith('.')).length, 0);
  return countWords(words);
}

/** Kills restores; each time the server starts on a complete town, or does not start, and the restore can be repeated. */
export async function killRestores(
  stage: Stage,
  installation: Installation,
  kills: number,
  problems: Problems,
): Promise<string> {
  const newest =
    readdirSync(installation.backupDir)
      .filter((name) => named.test(name))
      .sort()
      .at(-1) ?? '';
  const args = [join(installation.backupDir, newest), '--key', installation.keyFile];
  const first = await emptyTarget(stage, installation);
  const isUnderWay = ({ DATA_DIR }: Settings) => existsSync(join(String(DATA_DIR), 'restore.unfinished'));
  const restore = (settings: Settings): Started => startCommand(installation.folder, 'restore', args, settings);
  const duration = await timeOf(restore(first), () => isUnderWay(first), problems);
  problems.equal('the town of a whole restore', await tryStart(installation.folder, first), 'complete');
  const words: string[] = [];
  for (let round = 0; round < kills; round++) {
    const target = await emptyTarget(stage, installation);
    await killDuring(restore(target), () => isUnderWay(target), (duration * (round + 0.5)) / kills);
    const word = await tryStart(installation.folder, target);
    words.push(word);
    problems.require(word === 'complete' || word === 'refused', `a killed restore: the server is ${word}`);
    if (word === 'complete') continue;
    const again = await runCommand({ folder: installation.folder, settings: target }, 'restore', args);
    const isCommitted = again.code === 3 && again.output.includes('NOT_EMPTY');
    const outcome = again.code === 0 || isCommitted ? 'possible' : again.output.slice(0, 300);
    problems.equal('the restore again', outcome, 'possible');
  }
  return countWords(words);
}

let targets = 0;

/** Settings of an installation without data. */
async function emptyTarget(stage: Stage, { settings }: Installation): Promise<Settings> {
  const target = { ...settings, DATA_DIR: stage.folder('restored') };
  if (!('DATABASE_URL' in settings)) return target;
  return { ...target, DATABASE_URL: await stage.postgres.create(`restored_${process.pid}_${++targets}`) };
}

/** Milliseconds from the first sign of work to the end of a command that succeeds. */
async function timeOf(command: Started, isWorking: () => boolean, problems: Problems): Promise<number> {
  const hasBegun = await becomesTrue(() => command.hasEnded() || isWorking(), 120_000, 5);
  const began = performance.now();
  const { code } = await command.exited;
  problems.equal('a command that nobody kills', code === 0 ? 'works' : command.output().slice(0, 300), 'works');
  problems.require(hasBegun, 'the command never began its work');
  return performance.now() - began;
}

/** Kills the command so many milliseconds after the first sign of its work. */
async function killDuring(command: Started, isWorking: () => boolean, ms: number): Promise<void> {
  await becomesTrue(() => command.hasEnded() || isWorking(), 120_000, 5);
  await pause(ms);
  command.kill('SIGKILL');
  await command.exited;
}

/** Starts the server: "refused" if it ends with the exit code of wrong settings; "complete" if its town is there. */
async function tryStart(folder: string, settings: Settings): Promise<string> {
  const port = await freePort();
  const server = launch(folder, { ...settings, PUBLIC_URL: `http://127.0.0.1:${port}`, PORT: String(port) });
  if (!(await isReady(server, port))) {
    const { code } = await server.exited;
    return code === 2 ? 'refused' : `broken (${code}): ${server.output().slice(0, 300)}`;
  }
  const query = 'query($ags: String!) { municipality(ags: $ags) { townGroup { id } } }';
  const { municipality } = await askData(port, { ip: '10.250.0.9' }, query, { ags });
  server.kill('SIGTERM');
  await server.exited;
  return municipality?.townGroup == null ? 'without its town' : 'complete';
}
