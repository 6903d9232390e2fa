import 'reflect-metadata';
import { runAsProcess } from './command.ts';
import { run } from './commands/restore.ts';

await runAsProcess(run);
