import 'reflect-metadata';
import { runAsProcess } from './command.ts';
import { run } from './commands/retention.ts';

await runAsProcess(run);
