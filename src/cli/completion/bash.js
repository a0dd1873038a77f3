// @ts-check
/** @import { CommandWords } from './index.js' */

/** If the function offers nothing, bash completes file names (`-o default`). @param {CommandWords[]} commands */
export const bash = (commands) => `# metadefender-wasm completion bash
_metadefender_wasm() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    words='${commands.map(({ name }) => name).join(' ')} --help --version'
  else
    case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap(valuesOf).join('\n')}
    *)
      [[ $current == -* ]] && case \${COMP_WORDS[1]} in
${commands.map(optionsOf).join('\n')}
      esac ;;
    esac
  fi
  [[ $words ]] && COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _metadefender_wasm metadefender-wasm
`;

/** The cases for values of options, and for the argument of the command. @param {CommandWords} command */
function valuesOf({ name, options, choices }) {
  const cases = options
    .filter((option) => option.choices.length > 0)
    .map(({ short, long, choices }) => {
      const flags = [short, long].filter(Boolean).map((flag) => `'${name} ${flag}'`);
      return `    ${flags.join(' | ')}) words='${choices.join(' ')}' ;;`;
    });
  if (choices.length > 0) cases.push(`    '${name} ${name}') words='${choices.join(' ')}' ;;`);
  return cases;
}

/** @param {CommandWords} command */
const optionsOf = ({ name, options }) =>
  `      ${name}) words='${options.map(({ long }) => long).join(' ')} --help' ;;`;
