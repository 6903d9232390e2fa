import 'reflect-metadata';
import { runAsProcess } from './command.ts';
import { run } from './commands/move.ts';

await runAsProcess(run);
