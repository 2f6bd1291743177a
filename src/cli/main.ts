#!/usr/bin/env node
import { keepCompiledCode } from '../compose/compiled-code.ts';

// Before anything else is loaded: reading and compiling our own modules is most of what a short command costs.
keepCompiledCode();
const { runCommand } = await import('./run-command.ts');
process.exitCode = await runCommand(process.argv.slice(2));
