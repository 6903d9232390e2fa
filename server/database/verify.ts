import 'reflect-metadata';
import { runAsProcess } from './command.ts';
import { run } from './commands/verify.ts';

await runAsProcess(run);
