import 'reflect-metadata';
import { runAsProcess } from './command.ts';
import { run } from './commands/backup.ts';

await runAsProcess(run);
