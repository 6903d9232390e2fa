import 'reflect-metadata';
import { runAsProcess } from './command.ts';
import { run } from './commands/key.ts';

await runAsProcess(run);
