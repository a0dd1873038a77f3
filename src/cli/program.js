// @ts-check
import { Command, CommanderError, Option } from 'commander';
import { completion, SHELLS } from './completion/index.js';
import { gateway } from './commands/gateway.js';
import { hash } from './commands/hash.js';
import { login, logout } from './commands/login.js';
import { lookup } from './commands/lookup.js';
import { result } from './commands/result.js';
import { rules } from './commands/rules.js';
import { scan } from './commands/scan.js';
import { escapeControls } from './escape.js';
import { ExitCode } from './exit-code.js';
import { report, say } from './failure.js';
import { FORMATS } from './formats/index.js';
import { interruptible } from './interruption.js';
import { api, count, format, keyFile, refuseKeys, rule, url } from './options.js';
import { version } from './version.js';

const ABOUT = `Scans files with OPSWAT MetaDefender: hashes them locally, looks up the hashes, and uploads only unknown files.
A file is allowed only if a finished analysis says so.`;

const MORE = `
Environment:
  METADEFENDER_URL      the address of MetaDefender, unless --url is given
  METADEFENDER_KEY      the API key, unless --key-file is given; without both, the key stored by \`login\` is used
  METADEFENDER_GATEWAY  the program of the local gateway
  NO_COLOR              turns colours off

Exit codes:
  0  every file is allowed
  1  a file is blocked
  2  a file is undetermined, something failed, there was nothing to scan, or the scan was interrupted

Examples:
  metadefender-wasm login --url https://metadefender.example
  metadefender-wasm scan --recursive --format sarif --output results.sarif .
  metadefender-wasm scan --batch --certificate release.yml dist/*`;

/**
 * Runs the command of a command line.
 * @param {string[]} words
 * @returns {Promise<number>} the exit code
 */
export async function run(words) {
  /** @type {number} */
  let code = ExitCode.allowed;
  const program = programOf((result) => (code = result));
  try {
    refuseKeys(words);
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has already printed the error.
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? ExitCode.allowed : ExitCode.undetermined;
    }
    if (error instanceof Error && error.name === 'AbortError') say('interrupted');
    else report(error);
    return ExitCode.undetermined;
  }
}

/** @param {(code: number) => void} finish */
function programOf(finish) {
  const program = new Command('metadefender-wasm')
    .description(ABOUT)
    .version(version())
    .exitOverride()
    // The value of an option may be a secret, and may contain control characters.
    .configureOutput({
      outputError: (text, write) =>
        write(
          text
            .replace(/(unknown option '[^'=]*)=[^]*'/, "$1'")
            .split('\n')
            .map(escapeControls)
            .join('\n'),
        ),
    })
    .showHelpAfterError('(--help shows the usage)')
    .addHelpText('after', MORE);

  /**
   * Wraps an action for commander. The last argument of the action is a signal instead of the command.
   * @param {(...args: any[]) => Promise<number> | number} action
   */
  const finishing =
    (action) =>
    async (/** @type {any[]} */ ...args) => {
      const words = args.slice(0, -1);
      finish(await interruptible(async (signal) => action(...words, signal)));
    };

  program
    .command('scan')
    .description('scan files, and print the verdict on each')
    .argument('<path...>', 'files, or folders with --recursive')
    .addOption(url())
    .addOption(api())
    .addOption(rule())
    .addOption(keyFile())
    .option('-r, --recursive', 'scan the files in folders')
    .option('--follow-links', 'follow symbolic links in folders instead of skipping them')
    .option('--skip-empty', 'skip empty files, which are undetermined otherwise')
    .option('--no-lookup', 'analyse files again even if their result is known')
    .option('--batch', 'analyse the files as one batch')
    .option(
      '--certificate <file>',
      'write the signed report of the batch to a file; every file is analysed for it',
    )
    .addOption(count('--concurrency <n>', 'how many files are scanned at once').default(8))
    .addOption(count('--timeout <seconds>', 'how long one analysis may take (600)'))
    .addOption(format(Object.keys(FORMATS)))
    .option('-o, --output <file>', 'write the report to a file instead of stdout')
    .option('-q, --quiet', 'show no progress, and in the table only files that are not allowed')
    .action(finishing(scan));

  program
    .command('hash')
    .description('print hashes of files in the format of sha256sum; nothing is sent')
    .argument('<path...>', 'files, or folders with --recursive')
    .addOption(
      new Option('-a, --algorithm <name>', 'the hash algorithm')
        .choices(['md5', 'sha1', 'sha256', 'sha512'])
        .default('sha256'),
    )
    .option('-r, --recursive', 'hash the files in folders')
    .option('--follow-links', 'follow symbolic links in folders')
    .action(finishing(hash));

  program
    .command('result')
    .description('print the report of an analysis')
    .argument('<id>', 'its data id')
    .addOption(url())
    .addOption(api())
    .addOption(keyFile())
    .option('--wait', 'wait until the analysis is finished')
    .addOption(format(['table', 'json']))
    .action(finishing(result));

  program
    .command('lookup')
    .description('look up the verdicts on files by their hashes; nothing is uploaded')
    .argument('<hash...>', 'SHA-256, or MD5, SHA-1, SHA-512')
    .addOption(url())
    .addOption(api())
    .addOption(rule())
    .addOption(keyFile())
    .addOption(format(['table', 'json']))
    .action(finishing(lookup));

  program
    .command('rules')
    .description('print the rules that the key may use')
    .addOption(url())
    .addOption(api())
    .addOption(keyFile())
    .addOption(format(['table', 'json']))
    .action(finishing(rules));

  program
    .command('login')
    .description('ask for the API key (or read it from stdin), and store it for the address')
    .addOption(url())
    .addOption(api())
    .action(finishing(login));

  program
    .command('logout')
    .description('delete the stored key for the address')
    .addOption(url())
    .action(finishing(logout));

  program
    .command('gateway')
    .description('run the local gateway, which needs no licence, if it is installed')
    .argument('[option...]', 'options of the gateway: `metadefender-wasm gateway -- --help`')
    .allowUnknownOption()
    .action(finishing((words, _options, signal) => gateway(words, signal)));

  program
    .command('completion')
    .description('print the completion script of a shell')
    .argument('<shell>', SHELLS.join(', '))
    .action(finishing((shell) => completion(program, shell)));

  return program;
}
