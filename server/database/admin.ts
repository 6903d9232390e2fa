import 'reflect-metadata';
import { runAsProcess } from './command.ts';
import { run } from './commands/admin.ts';

await runAsProcess(run);
